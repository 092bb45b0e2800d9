using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Cli;

/// <summary>What people get wrong at the prompt is said in a line, never with a stack trace.</summary>
public sealed class CliMistakeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Csv_WhereNothingCanBeWritten_NamesThePathInALine()
    {
        var demo = await postgres.DemoAsync();
        var folder = Directory.CreateTempSubdirectory("nlsql csv ").FullName;
        try
        {
            await AssertSaidAsync(Path.Combine(folder, "missing", "x.csv"), "there is no folder");
            await AssertSaidAsync(folder, "is a folder");
            // The system lets nobody make a file there, whoever runs this.
            await AssertSaidAsync("/proc/nlsql.csv", "cannot be written");
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task AssertSaidAsync(string path, string words)
        {
            var result = await CommandLine.RunAsync(demo.Settings, "run", "SELECT count(*) FROM sales.orders", "--csv", path);

            Assert.Equal(2, result.Code);
            Assert.Contains(path, result.Error, StringComparison.Ordinal);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(".part", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>An input that opens and cannot be read is a case that no sentence of its own foresees.</summary>
    [Theory]
    [InlineData("Error", false)]
    [InlineData("Trace", true)]
    public async Task Exception_Unforeseen_ShowsItsTraceOnlyAtLevelTrace(string level, bool traced)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql out ").FullName;
        try
        {
            const string Input = "/proc/self/mem";

            var result = await CommandLine.RunAsync([new("LOG_LEVEL", level)], "guard", "--jsonl", Input, "--out", Path.Combine(folder, "out.jsonl"));

            Assert.Equal(1, result.Code);
            Assert.Contains(Input, result.Error, StringComparison.Ordinal);
            Assert.Equal(traced, result.Error.Contains("   at ", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("guard")]
    [InlineData("sql")]
    [InlineData("search")]
    public async Task Out_WhereNothingCanBeWritten_NamesThePathInALine(string command)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql out ").FullName;
        try
        {
            var input = Path.Combine(folder, "in.jsonl");
            await File.WriteAllTextAsync(input, """{"id":"1","sql":"SELECT 1","question":"how many stores"}""");

            await AssertSaidAsync(folder, "is a folder");
            // The system lets nobody make a file there, whoever runs this.
            await AssertSaidAsync("/proc/nlsql.jsonl", "cannot be written");

            async Task AssertSaidAsync(string path, string words)
            {
                var result = await CommandLine.RunAsync([], command, "--jsonl", input, "--out", path);

                Assert.Equal(2, result.Code);
                Assert.Contains(path, result.Error, StringComparison.Ordinal);
                Assert.Contains(words, result.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("Something went wrong", result.Error, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public async Task Guard_Nothing_IsWrongUsageAndNoRefusal(string sql)
    {
        var result = await CommandLine.RunAsync([], "guard", sql);

        Assert.Equal(2, result.Code);
        Assert.Contains("There is no SQL: the statement is empty.", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("no option --rum", "ask", "--rum", "orders by channel")]
    [InlineData("no option --jsn", "run", "SELECT 1", "--jsn")]
    [InlineData("in quotes: nlsql ask \"orders by channel\"", "ask", "orders", "by", "channel")]
    [InlineData("in quotes: nlsql run \"SELECT 1\"", "run", "SELECT", "1")]
    public async Task Arguments_Mistyped_SaysWhichSlipItIs(string words, params string[] arguments)
    {
        var result = await CommandLine.RunAsync([], arguments);

        Assert.Equal(2, result.Code);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not matched", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sql_ThatBeginsWithAComment_IsNoOption()
    {
        var result = await CommandLine.RunAsync([], "guard", "-- mine\nSELECT 1");

        Assert.Equal(0, result.Code);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("ask")]
    public async Task Text_Empty_IsWrongUsage(string command)
    {
        var demo = await postgres.DemoAsync();

        Assert.Equal(2, (await CommandLine.RunAsync(demo.Settings, command, "")).Code);
    }

    /// <summary>The README's own line, as echo writes it.</summary>
    [Fact]
    public async Task Ask_FromStandardInput_AnswersTheReadmesQuestion()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "top 5 products by revenue\n", ["ask", "-", "--run", "--json"]);

        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(5, result.Json.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Batch_WithUnreadableLines_SaysHowManyFailed()
    {
        var folder = Directory.CreateTempSubdirectory("nlsql lines ").FullName;
        try
        {
            var input = Path.Combine(folder, "in.jsonl");
            await File.WriteAllLinesAsync(input, ["""{"id":1,"sql":"SELECT 1"}""", "not json", "[]"]);

            var result = await CommandLine.RunAsync([], "guard", "--jsonl", input, "--out", Path.Combine(folder, "out.jsonl"));

            Assert.Equal(0, result.Code);
            Assert.Contains("2 lines failed", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
