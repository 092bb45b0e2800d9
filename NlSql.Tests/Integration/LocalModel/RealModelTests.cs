using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>A real chat model, where one is at hand.</summary>
public sealed class RealModelTests
{
    [Fact]
    public async Task ModelCheck_WritesSqlAndReadsTheTablesOnce()
    {
        var shared = Environment.GetEnvironmentVariable("NLSQL_SHARED");
        var path = Path.Combine(shared ?? string.Empty, "models", "qwen2.5-coder-0.5b-small-00002-of-00002.gguf");
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared) || !File.Exists(path),
            "Set NLSQL_SHARED to a folder with models/qwen2.5-coder-0.5b-small-*.gguf to run this.");

        // The second part of a split file names the whole.
        var check = await CommandLine.RunAsync(new Dictionary<string, string?> { ["MODEL_PATH"] = path, ["MODEL_TYPE"] = "qwen2" }, "model", "check", "--json");

        Assert.Equal(0, check.Code);
        var answers = check.Json.GetProperty("answers");
        Assert.Contains("group by", answers[0].GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.InRange(answers[1].GetProperty("cachedTokens").GetInt32(), 150, answers[1].GetProperty("promptTokens").GetInt32() - 1);
    }
}
