using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>How much a prompt says: by PROMPT_FORM, else by the size of the model on this machine.</summary>
public sealed class PromptFormTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-form-").FullName;

    [Theory]
    [InlineData(900, null, "short")]
    [InlineData(1_000, null, "long")]
    [InlineData(900, "auto", "short")]
    [InlineData(900, "long", "long")]
    [InlineData(1_000, "short", "short")]
    public async Task Form_ModelOnThisMachine_GoesByItsMillionsOfParameters(int millions, string? setting, string expected)
    {
        var path = Path.Combine(folder, "model.gguf");
        TinyModel.Chat(path, also: file => file.Tensor("more", [], 1_000_000, millions));
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(5L << 30); // A hole: no disk is taken.
        }

        Assert.Equal(expected, await FormAsync(("MODEL_PATH", path), ("PROMPT_FORM", setting ?? "")));
    }

    /// <summary>Nobody knows how large the model of an endpoint is.</summary>
    [Theory]
    [InlineData("auto", "long")]
    [InlineData("short", "short")]
    public async Task Form_Endpoint_IsLongUnlessItIsSet(string setting, string expected) =>
        Assert.Equal(expected, await FormAsync(("LLM_API_URL", "http://127.0.0.1:9/v1"), ("LLM_MODEL_NAME", "m"), ("PROMPT_FORM", setting)));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<string> FormAsync(params (string Key, string Value)[] settings)
    {
        await using var harness = new ModelHarness(modelUrl: null, [.. settings.Where(setting => setting.Value.Length > 0)]);
        return harness.Services.GetRequiredService<PresentGenerationSettings>().Read().Form;
    }
}
