using System.IO.Pipelines;
using System.Text;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>Cells longer than may be kept: the beginning with a mark, and everything beside and after it as ever.</summary>
public sealed class LongCellTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_CellOver_IsCutAndMarkedAndTheRestIsWhole()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxCellBytes = 2000 });

        var (result, rows) = await RunAsync(
            harness, "SELECT g, CASE WHEN g = 2 THEN repeat('x', 100000000) ELSE 'short' END AS big, g * 10 AS after FROM generate_series(1, 3) g");

        Assert.Equal(1, result.CutCells);
        Assert.False(result.Truncated);
        Assert.Equal(new string('x', 2000) + "… (cut: 100,000,000 bytes in all)", rows[1][1]);
        Assert.Equal([(1L, "short", 10L), (3L, "short", 30L)], [.. new[] { rows[0], rows[2] }.Select(row => ((long)row[0]!, (string)row[1]!, (long)row[2]!))]);
        Assert.Equal(20L, rows[1][2]);
    }

    [Theory]
    [InlineData(1999, 0)]
    [InlineData(2000, 0)]
    [InlineData(2001, 1)]
    public async Task RunAsync_CellAtTheCap_IsCutOnlyAboveIt(int length, int cut)
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxCellBytes = 2000 });

        var (result, rows) = await RunAsync(harness, $"SELECT repeat('y', {length}) AS cell");

        Assert.Equal(cut, result.CutCells);
        Assert.Equal(cut == 1, ((string)rows[0][0]!).Contains("(cut:", StringComparison.Ordinal));
    }

    /// <summary>Bytes are counted, characters are kept whole.</summary>
    [Theory]
    [InlineData("ä", 2)]
    [InlineData("€", 3)]
    [InlineData("🦊", 4)]
    public async Task RunAsync_CutWithinACharacter_KeepsNoHalfOfIt(string character, int bytes)
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxCellBytes = 2001 });

        var (_, rows) = await RunAsync(harness, $"SELECT 'z' || repeat('{character}', 5000) AS cell");

        var kept = ((string)rows[0][0]!).Split('…')[0];
        Assert.Equal("z" + string.Concat(Enumerable.Repeat(character, 2000 / bytes)), kept);
    }

    [Fact]
    public async Task RunAsync_ManyLongCellsInARow_ShareTheResultsBytes()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxCellBytes = 60_000, MaxResultBytes = 100_000 });

        var (result, rows) = await RunAsync(harness, "SELECT repeat('a', 50000) AS a, repeat('b', 50000) AS b, repeat('c', 50000) AS c, 1 AS d");

        Assert.Equal(1, result.CutCells);
        Assert.InRange(rows[0].OfType<string>().Sum(cell => cell.Length), 100_000, 102_000);
        Assert.Equal(1L, rows[0][3]);
    }

    [Fact]
    public async Task ExportAsync_CellOver_IsCutAndMarkedInTheFile()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { ExportMaxCellBytes = 1024 });
        var file = new MemoryStream();
        var output = PipeWriter.Create(file);

        var summary = await harness.Executor.ExportAsync(
            (await postgres.DemoAsync()).Reader,
            ExecutorHarness.Approve("SELECT repeat('x', 5000) AS big, 7 AS after"),
            ExecutorHarness.Tag,
            new CsvRowSink(output, new CsvFormat()),
            Token);
        await output.CompleteAsync();

        Assert.Equal(1, summary.CutCells);
        Assert.Equal($"big,after\r\n\"{new string('x', 1024)}… (cut: 5,000 bytes in all)\",7\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    private async Task<(StoredResult Result, IReadOnlyList<object?[]> Rows)> RunAsync(ExecutorHarness harness, string sql)
    {
        var result = await harness.Executor.RunAsync((await postgres.DemoAsync()).Reader, ExecutorHarness.Approve(sql), ExecutorHarness.Tag, null, Token);
        return (result, await harness.RowsAsync(result));
    }
}
