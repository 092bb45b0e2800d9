using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>How much a prompt says, and who is asked first: by the settings, else by the size of the model on this machine.</summary>
public sealed class PromptFormTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-form-").FullName;

    [Theory]
    [InlineData(900, null, "short")]
    [InlineData(1_000, null, "long")]
    [InlineData(900, "auto", "short")]
    [InlineData(900, "long", "long")]
    [InlineData(1_000, "short", "short")]
    public async Task Form_ModelOnThisMachine_GoesByItsMillionsOfParameters(int millions, string? setting, string expected) =>
        Assert.Equal(expected, (await ReadAsync(("MODEL_PATH", ModelOf(millions)), ("PROMPT_FORM", setting ?? ""))).Form);

    [Theory]
    [InlineData(900, null, GeneratorNames.BuiltIn)]
    [InlineData(1_000, null, "model")]
    [InlineData(900, "auto", GeneratorNames.BuiltIn)]
    [InlineData(900, "model", "model")]
    [InlineData(1_000, GeneratorNames.BuiltIn, GeneratorNames.BuiltIn)]
    public async Task Order_ModelOnThisMachine_GoesByItsMillionsOfParameters(int millions, string? setting, string expected) =>
        Assert.Equal(expected, (await ReadAsync(("MODEL_PATH", ModelOf(millions)), ("GENERATOR_ORDER", setting ?? ""))).Order);

    [Fact]
    public async Task Order_Endpoint_AsksTheModelFirst() =>
        Assert.Equal("model", (await ReadAsync(("LLM_API_URL", "http://127.0.0.1:9/v1"), ("LLM_MODEL_NAME", "m"))).Order);

    /// <summary>Nobody knows how large the model of an endpoint is.</summary>
    [Theory]
    [InlineData("auto", "long")]
    [InlineData("short", "short")]
    public async Task Form_Endpoint_IsLongUnlessItIsSet(string setting, string expected) =>
        Assert.Equal(expected, (await ReadAsync(("LLM_API_URL", "http://127.0.0.1:9/v1"), ("LLM_MODEL_NAME", "m"), ("PROMPT_FORM", setting))).Form);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string ModelOf(int millions)
    {
        var path = Path.Combine(folder, "model.gguf");
        TinyModel.Chat(path, also: file => file.Tensor("more", [], 1_000_000, millions));
        using var hole = new FileStream(path, FileMode.Open);
        hole.SetLength(5L << 30); // No disk is taken.
        return path;
    }

    private static async Task<GenerationSettings> ReadAsync(params (string Key, string Value)[] settings)
    {
        await using var harness = new ModelHarness(modelUrl: null, [.. settings.Where(setting => setting.Value.Length > 0)]);
        return harness.Services.GetRequiredService<PresentGenerationSettings>().Read();
    }
}
