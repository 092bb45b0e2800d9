using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

public sealed class CliTests(PostgresFixture postgres)
{
    private static readonly Dictionary<string, string?> NoDatabase = new(StringComparer.Ordinal)
    {
        ["DB_HOST"] = "127.0.0.1",
        ["DB_PORT"] = "1",
        ["DB_NAME"] = "none",
        ["DB_USER"] = "nobody",
    };

    [Theory]
    [InlineData()]
    [InlineData("bogus")]
    [InlineData("guard")]
    [InlineData("guard", "SELECT 1", "--jsonl", "in.jsonl", "--out", "out.jsonl")]
    [InlineData("search", "--jsonl", "in.jsonl")]
    [InlineData("eval", "run")]
    [InlineData("guard", "--jsonl", "missing.jsonl", "--out", "out.jsonl")]
    public async Task Usage_Wrong_EndsWithTwo(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(NoDatabase, arguments);

        Assert.Equal(2, result.Code);
        Assert.NotEqual("", result.Error);
    }

    [Fact]
    public async Task Settings_SeveralFaults_AreListedAtOnce()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DB_PORT"] = "many", ["MAX_ROWS"] = "0", ["LLM_API_URL"] = "not an address" };

        var result = await CommandLine.RunAsync(settings, "index");

        Assert.Equal(2, result.Code);
        Assert.All((string[])["DB_PORT", "MAX_ROWS", "LLM_API_URL"], key => Assert.Contains(key, result.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT a FROM t", 0)]
    [InlineData("DELETE FROM t", 3)]
    [InlineData("SELECT 1; SELECT 2", 3)]
    [InlineData("SELEC", 3)]
    [InlineData("", 2)]
    public async Task Guard_Statement_EndsWithItsVerdict(string sql, int code)
    {
        var result = await CommandLine.RunAsync(NoDatabase, sql, ["guard", "-"]);

        Assert.Equal(code, result.Code);
        Assert.Equal(code == 0, result.Output.Length > 0);
    }

    [Fact]
    public async Task Index_FolderNotWritable_SaysThatItIsKeptInMemory()
    {
        var demo = await postgres.DemoAsync();
        var file = Path.GetTempFileName();
        try
        {
            var result = await CommandLine.RunAsync([.. demo.Settings, new("FAISS_INDEX_PATH", Path.Combine(file, "index"))], "index");

            Assert.Equal(0, result.Code);
            Assert.Contains("kept in memory", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Run_IntoAPipe_GivesPlainLines()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "run", "SELECT 1 AS one, E'\\u001b[31mred' AS two, NULL AS three");

        Assert.Equal("one\ttwo\tthree\n1\t\ufffd[31mred\t\n", result.Output);
        Assert.Equal(0, result.Code);
        Assert.Contains("1 row", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StatementWithAFault_IsWarnedOfOnStandardErrorWithTheFix()
    {
        var demo = await postgres.DemoAsync();
        const string Sql = "SELECT count(o.id) FROM sales.orders o JOIN sales.order_items i ON i.order_id = o.id";

        var result = await CommandLine.RunAsync(demo.Settings, "run", Sql);

        Assert.Equal(0, result.Code);
        Assert.Contains("Warning (fan-out): count(o.id) takes a row of orders once for each row of order_items", result.Error, StringComparison.Ordinal);
        Assert.Contains("count(DISTINCT o.id)", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CsvWithoutRows_SaysWhyAsWithoutCsv()
    {
        var demo = await postgres.DemoAsync();
        var folder = Directory.CreateTempSubdirectory("nlsql-csv-").FullName;
        try
        {
            const string Sql = "SELECT name FROM sales.regions WHERE country = 'Germny'";

            var result = await CommandLine.RunAsync(demo.Settings, "run", Sql, "--csv", Path.Combine(folder, "rows.csv"));

            Assert.Equal(0, result.Code);
            Assert.Contains("\"Germny\" does not occur in sales.regions.country", result.Error, StringComparison.Ordinal);
            Assert.Equal(2, result.Error.Split("WHERE country = 'Germany'").Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Run_Json_GivesTheApisDocument()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "SELECT 12.50 AS n", ["run", "-", "--json"]);

        var rows = result.Json.GetProperty("rows").GetRawText();
        Assert.Equal("""[["12.50"]]""", rows.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Csv_WritesEveryRow()
    {
        var demo = await postgres.DemoAsync();
        var folder = Directory.CreateTempSubdirectory("nlsql csv ").FullName;
        try
        {
            var file = Path.Combine(folder, "rows.csv");

            var result = await CommandLine.RunAsync(demo.Settings, "run", "SELECT g FROM generate_series(1, 1500) g", "--csv", file);

            Assert.Equal(0, result.Code);
            Assert.Equal(1501, (await File.ReadAllLinesAsync(file)).Length);
            Assert.Equal(["rows.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("DELETE FROM sales.orders", 3)]
    [InlineData("SELECT 1/0", 4)]
    [InlineData("SELECT * FROM sales.no_such_table", 3)]
    public async Task Run_Failure_EndsWithTheGuiltyPartysCode(string sql, int code)
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, sql, ["run", "-"]);

        Assert.Equal(code, result.Code);
        Assert.Equal("", result.Output);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnreachableDatabase_EndsWithFour()
    {
        var result = await CommandLine.RunAsync(NoDatabase, "run", "SELECT 1");

        Assert.Equal(4, result.Code);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongPassword_EndsWithFourAndKeepsItSecret()
    {
        var demo = await postgres.DemoAsync();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { ["DB_PASS"] = "wrong-horse" };

        var result = await CommandLine.RunAsync(settings, "run", "SELECT 1");

        Assert.Equal(4, result.Code);
        Assert.DoesNotContain("wrong-horse", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what is the airspeed velocity of an unladen swallow", 6)]
    [InlineData("", 2)]
    public async Task Ask_NoAnswerPossible_SaysSo(string question, int code)
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, question, ["ask", "-"]);

        Assert.Equal(code, result.Code);
        Assert.Equal("", result.Output);
        Assert.NotEqual("", result.Error);
    }

    [Fact]
    public async Task Ask_Declined_SaysWhatIsNearestAndWhatWorks()
    {
        var demo = await postgres.DemoAsync();
        const string Question = "warranty claims of clients per vendor";

        var plain = await CommandLine.RunAsync(demo.Settings, "ask", Question);
        var json = await CommandLine.RunAsync(demo.Settings, "ask", Question, "--json");

        var declined = json.Json.GetProperty("declined");
        Assert.Contains("Nearest to \"vendor\": operations.suppliers", plain.Error, StringComparison.Ordinal);
        Assert.Contains(declined.GetProperty("example").GetString()!, plain.Error, StringComparison.Ordinal);
        Assert.Contains("operations.suppliers", declined.GetProperty("nearest").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WithoutRun_ShowsSqlAndRunsNothing()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "ask", "how many customers are there", "--json");

        Assert.Equal(0, result.Code);
        Assert.Equal("accept", result.Json.GetProperty("verdict").GetProperty("verdict").GetString());
        Assert.False(result.Json.TryGetProperty("rows", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Json_HasReadableSqlAndWhatWasNotUnderstood(bool run)
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, ["ask", "how many customers are there", "--json", .. run ? ["--run"] : (string[])[]]);

        Assert.Equal(0, result.Code);
        Assert.Contains("\nFROM sales.customers", result.Json.GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.Equal("[]", string.Concat(result.Json.GetProperty("notUnderstood").GetRawText().Split((char[]?)null)));
        Assert.Contains("pg_catalog.count(", result.Json.GetProperty("executedSql").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_Run_GivesRows()
    {
        var demo = await postgres.DemoAsync();
        await using var count = demo.Owner.CreateCommand("SELECT count(*) FROM sales.customers");

        var result = await CommandLine.RunAsync(demo.Settings, "ask", "how many customers are there", "--run");

        Assert.Equal(0, result.Code);
        Assert.Equal((long)(await count.ExecuteScalarAsync())!, long.Parse(result.Output.Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Search_Question_NamesTables()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "search", "customers and their orders", "--json");

        var tables = result.Json.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("name").GetString()).ToList();
        Assert.Contains("sales.customers", tables);
        Assert.Contains("sales.orders", tables);
    }

    [Fact]
    public async Task Help_Any_IsPrintedToStandardOutput()
    {
        var result = await CommandLine.RunAsync(NoDatabase, "--help");

        Assert.Equal(0, result.Code);
        Assert.Contains("doctor", result.Output, StringComparison.Ordinal);
    }
}
