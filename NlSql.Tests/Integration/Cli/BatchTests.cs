using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

/// <summary>The batch forms: one output line for every input line, whatever the line.</summary>
public sealed class BatchTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql batch ").FullName;

    private static readonly Dictionary<string, string?> NoDatabase = new(StringComparer.Ordinal)
    {
        ["DB_HOST"] = "127.0.0.1",
        ["DB_PORT"] = "1",
        ["DB_NAME"] = "none",
        ["DB_USER"] = "nobody"
    };

    [Fact]
    public async Task Guard_EveryKindOfLine_GetsItsAnswer()
    {
        var lines = await RunAsync(
            NoDatabase,
            "guard",
            """{"id":"a","sql":"SELECT 1"}""",
            """{"id":2,"sql":"DELETE FROM t","more":[1]}""",
            """{"id":"c","sql":null}""",
            "not json",
            "");

        Assert.Equal(4, lines.Count);
        Assert.Equal("accept", Of(lines, "\"a\"").GetProperty("verdict").GetString());
        Assert.Contains("SELECT 1", Of(lines, "\"a\"").GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.Equal("refuse", Of(lines, "2").GetProperty("verdict").GetString());
        Assert.NotEqual("", Of(lines, "2").GetProperty("rule").GetString());
        Assert.Equal("refuse", Of(lines, "\"c\"").GetProperty("verdict").GetString());
        Assert.True(Of(lines, "null").TryGetProperty("error", out _));
    }

    [Fact]
    public async Task EvalPrompts_GoldQueries_AreLookedForInThePrompts()
    {
        var demo = await postgres.DemoAsync();
        var cases = Path.Combine(folder, "cases");
        await File.WriteAllTextAsync(cases, """
            {"id":1,"question":"how many customers are there","gold_sql":["SELECT count(*) FROM sales.customers"]}
            {"id":2,"question":"who knows","gold_sql":null}
            {"id":3,"question":"something else","gold_sql":["SELECT no_such_column FROM"]}
            """, TestContext.Current.CancellationToken);

        var result = await CommandLine.RunAsync(demo.Settings, "eval", "prompts", "--cases", cases, "--json");

        Assert.True(result.Code == 0, result.Error);
        var all = result.Json.EnumerateArray().Last();
        Assert.Equal((1, 1, 1), (all.GetProperty("prompts").GetInt32(), all.GetProperty("withTables").GetInt32(), all.GetProperty("withAll").GetInt32()));
    }

    [Fact]
    public async Task Sql_EveryKindOfLine_GetsItsAnswer()
    {
        var demo = await postgres.DemoAsync();

        var lines = await RunAsync(
            demo.Settings,
            "sql",
            """{"id":"count","question":"how many customers are there","instructions":null,"gold_sql":["SELECT 'never read'"]}""",
            """{"id":"nothing","question":"what is the airspeed velocity of an unladen swallow"}""",
            """{"id":"elsewhere","question":"how many customers","db":"no_such_database"}""",
            "[]");

        Assert.Equal(4, lines.Count);
        Assert.Contains("customers", Of(lines, "\"count\"").GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.Equal("built-in", Of(lines, "\"count\"").GetProperty("generator").GetString());
        Assert.Equal(JsonValueKind.Null, Of(lines, "\"nothing\"").GetProperty("sql").ValueKind);
        Assert.True(Of(lines, "\"nothing\"").GetProperty("declined").GetBoolean());
        Assert.True(Of(lines, "\"elsewhere\"").TryGetProperty("error", out _));
        Assert.All(
            lines,
            line => Assert.Superset(
                new HashSet<string> { "id", "sql", "generator", "confidence", "declined", "clarify", "ms" },
                line.EnumerateObject().Select(p => p.Name).ToHashSet()));
    }

    [Fact]
    public async Task Search_Catalog_NeedsNoDatabase()
    {
        var catalog = Path.Combine(folder, "catalog.jsonl");
        await File.WriteAllLinesAsync(catalog,
        [
            """{"db":"zoo","table":"animals","column":"species","type":"text"}""",
            """{"db":"zoo","table":"Keepers","column":"Full Name","type":"text","table_comment":"people who feed the animals"}""",
        ]);

        var lines = await RunAsync(
            NoDatabase,
            ["search", "--catalog", catalog],
            """{"id":1,"question":"which keeper feeds the animals","db":"zoo"}""",
            """{"id":2,"question":"x","db":"none"}""");

        Assert.Contains("Keepers", Of(lines, "1").GetProperty("tables").EnumerateArray().Select(table => table.GetString()));
        Assert.Equal(0, Of(lines, "2").GetProperty("tables").GetArrayLength());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonElement Of(IReadOnlyList<JsonElement> lines, string id) => Assert.Single(lines, line => line.GetProperty("id").GetRawText() == id);

    private Task<IReadOnlyList<JsonElement>> RunAsync(IReadOnlyDictionary<string, string?> settings, string command, params string[] lines) =>
        RunAsync(settings, [command], lines);

    private async Task<IReadOnlyList<JsonElement>> RunAsync(IReadOnlyDictionary<string, string?> settings, string[] command, params string[] lines)
    {
        var input = Path.Combine(folder, "in.jsonl");
        var output = Path.Combine(folder, "new folder", "out.jsonl");
        await File.WriteAllLinesAsync(input, lines);

        var result = await CommandLine.RunAsync(settings, [.. command, "--jsonl", input, "--out", output]);

        Assert.True(result.Code == 0, result.Error);
        return [.. (await File.ReadAllLinesAsync(output)).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }
}
