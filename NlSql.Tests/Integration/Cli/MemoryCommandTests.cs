using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

/// <summary><c>nlsql memory</c> as people call it, from keeping to forgetting.</summary>
public sealed class MemoryCommandTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-memory-cli-").FullName;

    [Fact]
    public async Task List_PairsThatContradictEachOther_AreShownWithThatUntilForgotten()
    {
        var demo = await postgres.DemoAsync();
        List<KeyValuePair<string, string?>> settings = [.. demo.Settings, new("DATA_PATH", Path.Combine(folder, "data"))];
        var one = await CommandLine.RunAsync(settings, "memory", "keep", "How many stores count?", "SELECT count(*) AS one FROM sales.stores");
        var two = await CommandLine.RunAsync(settings, "memory", "keep", "how many stores count", "SELECT count(*) AS two FROM sales.stores");
        Assert.Equal((0, 0), (one.Code, two.Code));
        string first = one.Output.Trim(), second = two.Output.Trim();
        var cases = Path.Combine(folder, "cases.jsonl");

        var listed = await CommandLine.RunAsync(settings, "memory", "list", "--out", cases);

        Assert.Equal(0, listed.Code);
        Assert.Contains($"{first}  How many stores count?\n  SELECT count(*) AS one FROM sales.stores", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"answered otherwise by {second}", listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(cases).Length);

        Assert.Equal(0, (await CommandLine.RunAsync(settings, "memory", "forget", second)).Code);
        Assert.Equal(2, (await CommandLine.RunAsync(settings, "memory", "forget", second)).Code);
        var left = (await CommandLine.RunAsync(settings, "memory", "list", "--json")).Json;
        Assert.Equal(1, left.GetArrayLength());
        Assert.Contains(first, left[0].GetRawText(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
