using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Analysis.Charts;
using NlSql.Core.Turns.Answers;
using NlSql.Tests.Fakes;
using NlSql.Web.State.Results;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>Whatever shows an instant shows what a clock on the wall of the session's zone showed, and the server counts days by the same clock.</summary>
public sealed class ZoneTests(PostgresFixture postgres)
{
    private const string Minute = "yyyy-MM-dd HH:mm";

    /// <summary>Around midnight in New York, in UTC and in Berlin, in winter, in summer and on the day the clocks change.</summary>
    private const string Instants = """
        SELECT n, t, t::date AS day, t::timestamp AS wall FROM (VALUES
            (1, TIMESTAMPTZ '2024-07-01 02:30+00'), (2, TIMESTAMPTZ '2024-06-30 23:59+00'), (3, TIMESTAMPTZ '2024-06-30 21:59+00'),
            (4, TIMESTAMPTZ '2024-01-01 04:59+00'), (5, TIMESTAMPTZ '2023-12-31 23:30+00'), (6, TIMESTAMPTZ '2024-03-31 01:00+00'),
            (7, TIMESTAMPTZ '2024-11-03 05:30+00')) v(n, t) ORDER BY n
        """;

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Europe/Berlin")]
    [InlineData("UTC")]
    public async Task Run_Instants_AreTheSameWallTimeEverywhere(string zone)
    {
        var database = await postgres.DemoAsync();
        using var harness = new ExecutorHarness(zone: zone);
        var token = TestContext.Current.CancellationToken;
        var sql = ExecutorHarness.Approve(Instants);

        var result = await harness.Executor.RunAsync(database.Reader, sql, ExecutorHarness.Tag, null, token);
        var rows = await harness.RowsAsync(result);
        var wall = rows.Select(row => ((DateTime)row[3]!).ToString(Minute, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(zone, result.TimeZone);
        Assert.Equal(wall, (await new ResultWindow(harness.Store, result).ReadAsync(0, 100, -1, false, token))!.Select(row => Shown(row[1])[..16]));
        Assert.Equal(
            wall,
            JsonSerializer.SerializeToElement(new RowSet(result.Columns, rows)).EnumerateArray().Select(row => row[1].GetString()!.Replace('T', ' ')[..16]));
        Assert.Equal(
            wall,
            Lines(await ExportAsync(harness, database, output => new CsvRowSink(output, new CsvFormat()))).Skip(1).Select(line => line.Split(',')[1][..16]));
        Assert.Equal(
            wall,
            (await SheetAsync(harness, database))
                .Skip(1)
                .Select(row => DateTime.FromOADate(double.Parse(row[1], CultureInfo.InvariantCulture))
                .AddSeconds(1)
                .ToString(Minute, CultureInfo.InvariantCulture)));
        Assert.All(rows.Zip(wall), pair => Assert.Equal(pair.Second[..10], ((DateOnly)pair.First[2]!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Europe/Berlin")]
    public async Task Run_Months_BeginWhereTheServerSaysInChartAndGrid(string zone)
    {
        var database = await postgres.DemoAsync();
        using var harness = new ExecutorHarness(zone: zone);
        var sql = ExecutorHarness.Approve(
            "SELECT date_trunc('month', t) AS month, count(*) AS n FROM generate_series(TIMESTAMPTZ '2024-01-15', '2024-12-15', '10 days') t GROUP BY 1 "
            + "ORDER BY 1");

        var result = await harness.Executor.RunAsync(database.Reader, sql, ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);
        var rows = await harness.RowsAsync(result);
        var spec = new ChartAdvisor().Choose(new AnalysisRequest("", result.Sql, result, rows))!;
        var drawing = ChartDrawing.From(spec, result, rows)!;

        var months = Enumerable.Range(1, 12).Select(month => new DateTime(2024, month, 1)).ToList();
        Assert.Equal(ChartKind.Line, spec.Kind);
        Assert.Equal(months.Select(month => month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), drawing.Categories);
        Assert.Equal(months.Select(month => new DateTimeOffset(month, TimeSpan.Zero).ToUnixTimeMilliseconds()), drawing.Times);
        Assert.Equal("Jan 2024", drawing.Periods[0]);
    }

    private static string Shown(object? cell) => cell as string ?? ((string?[])cell!)[0]!;

    private static string[] Lines(byte[] file) => Encoding.UTF8.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static async Task<List<List<string>>> SheetAsync(ExecutorHarness harness, TestDatabase database)
    {
        var file = await ExportAsync(harness, database, output => new XlsxRowSink(output));
        using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(TestContext.Current.CancellationToken);
        var xml = await XDocument.LoadAsync(sheet, LoadOptions.None, TestContext.Current.CancellationToken);
        return [.. xml.Descendants().Where(node => node.Name.LocalName == "row").Select(row => row.Elements().Select(cell => cell.Value).ToList())];
    }

    private static async Task<byte[]> ExportAsync(ExecutorHarness harness, TestDatabase database, Func<PipeWriter, IRowSink> create)
    {
        using var file = new MemoryStream();
        var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        var sink = create(output);
        await harness.Executor.ExportAsync(
            database.Reader,
            ExecutorHarness.Approve(Instants),
            ExecutorHarness.Tag,
            sink,
            TestContext.Current.CancellationToken);
        await output.CompleteAsync();
        return file.ToArray();
    }
}
