using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

/// <summary>What the measuring commands make of their files.</summary>
public sealed class EvalCliTests(PostgresFixture postgres)
{
    private static readonly Dictionary<string, string?> NoDatabase = new(StringComparer.Ordinal)
    {
        ["DB_HOST"] = "127.0.0.1",
        ["DB_PORT"] = "1",
        ["DB_NAME"] = "none",
        ["DB_USER"] = "nobody",
    };

    [Fact]
    public async Task EvalLint_GoldQueries_CountsWarningsByRule()
    {
        var demo = await postgres.DemoAsync();
        var folder = Directory.CreateTempSubdirectory("nlsql-lint-").FullName;
        try
        {
            var cases = Path.Combine(folder, "cases.jsonl");
            await File.WriteAllLinesAsync(cases,
            [
                """{"id":"a","question":"How many orders?","gold_sql":["SELECT count(*) FROM sales.orders"]}""",
                """{"id":"b","question":"Some orders","gold_sql":["SELECT id FROM sales.orders LIMIT 5","SELECT id FROM sales.orders ORDER BY id LIMIT 5"]}""",
                """{"id":"c","question":"?","gold_sql":["DELETE FROM sales.orders"]}""",
            ]);

            var result = await CommandLine.RunAsync(demo.Settings, "eval", "lint", "--cases", cases, "--json", "--out", Path.Combine(folder, "out.jsonl"));

            Assert.Equal(0, result.Code);
            Assert.Equal(3, result.Json.GetProperty("queries").GetInt32());
            Assert.Equal(1, result.Json.GetProperty("refused").GetInt32());
            Assert.Equal(2, result.Json.GetProperty("silent").GetInt32());
            Assert.Equal(1, result.Json.GetProperty("byRule").GetProperty("limit-without-order").GetInt32());
            Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(folder, "out.jsonl"))).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("lint", "--out")]
    [InlineData("prompts", "--out")]
    [InlineData("run", "--report")]
    public async Task Eval_LineThatIsNoCase_IsNamedAndWhatWasThereStays(string command, string option)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-lines-").FullName;
        try
        {
            var (cases, output) = (Path.Combine(folder, "cases.jsonl"), Path.Combine(folder, "before"));
            await File.WriteAllLinesAsync(cases, ["""{"id":"a","question":"How many?","gold_sql":["SELECT 1"]}""", "not json"]);
            await File.WriteAllTextAsync(output, "kept");

            var result = await CommandLine.RunAsync(NoDatabase, "eval", command, "--cases", cases, option, output);

            Assert.Equal(2, result.Code);
            Assert.Contains("Line 2 of cases.jsonl", result.Error, StringComparison.Ordinal);
            Assert.Equal("kept", await File.ReadAllTextAsync(output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task EvalLint_CaseWithoutAGoldQuery_IsNamed()
    {
        var cases = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(cases, """{"id":"a","question":"How many?"}""");

            var result = await CommandLine.RunAsync(NoDatabase, "eval", "lint", "--cases", cases);

            Assert.Equal(2, result.Code);
            Assert.Contains("gold_sql is missing", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(cases);
        }
    }
}
