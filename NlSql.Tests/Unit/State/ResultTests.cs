using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Analysis;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.State.Results;
using NlSql.Web.State.Words;

namespace NlSql.Tests.Unit.State;

public sealed class ResultTests
{
    private static readonly ResultColumn Month = new("month", "date", ColumnKind.Date);
    private static readonly ResultColumn Country = new("country", "text", ColumnKind.Text);
    private static readonly ResultColumn Revenue = new("revenue", "numeric", ColumnKind.Decimal);

    [Theory]
    [InlineData("revenue", 1234567L, "1,234,567")]
    [InlineData("order_id", 1234567L, "1234567")]
    [InlineData("year", 2025L, "2025")]
    [InlineData("birth_yr", 1975L, "1975")]
    [InlineData("sku", 1234567L, "1234567")]
    [InlineData("productcategoryid", 1234567L, "1234567")]
    [InlineData("amount_paid", 1234567L, "1,234,567")]
    public void Integer_ByItsColumnsName_IsGroupedUnlessItNamesSomething(string column, long value, string shown) =>
        Assert.Equal(shown, ColumnFormat.For(new ResultColumn(column, "bigint", ColumnKind.Integer)).Shown(value));

    /// <summary>The cell's title, copies and files have every digit.</summary>
    [Theory]
    [InlineData("651.3825171428571429", "651.3825")]
    [InlineData("1597.40366552901", "1,597.4037")]
    [InlineData("0.000123456789", "0.0001235")]
    [InlineData("99.99999", "99.99999")]
    [InlineData("48.85837009", "48.85837009")]
    [InlineData("99.9999999999", "99.9999999999")]
    [InlineData("5.0000000000000000", "5")]
    public void Decimal_WithMoreDigitsThanAreRead_IsRounded(string number, string shown) =>
        Assert.Equal(shown, ColumnFormat.For(Revenue).Shown(decimal.Parse(number, CultureInfo.InvariantCulture)));

    [Fact]
    public void Decimal_KeepsItsScale() => Assert.Equal("1,234.50", ColumnFormat.For(Revenue).Shown(1234.50m));

    [Fact]
    public async Task Page_NullAndEmptyText_Differ()
    {
        var store = new MemoryResultStore();
        var result = store.Add(Result([Country, Revenue], 2), [[null, 1.5m], ["", 12345.5m]]);
        var window = new ResultWindow(store, result);

        var rows = await window.ReadAsync(0, 100, -1, false, TestContext.Current.CancellationToken);

        Assert.Null(rows![0][0]);
        Assert.Equal("", rows[1][0]);
        Assert.Equal<IEnumerable<string?>>(["12,345.5", "12345.5"], Assert.IsType<string?[]>(rows[1][1]));
    }

    [Fact]
    public async Task Page_Requested_IsNeverLargerThanTheLimit()
    {
        var store = new MemoryResultStore();
        var window = new ResultWindow(store, store.Add(Result([Country], 1), [["a"]]));

        await window.ReadAsync(-5, int.MaxValue, 7, true, TestContext.Current.CancellationToken);

        Assert.Equal((0L, ResultWindow.LargestPage, null), store.Reads[0]);
    }

    [Fact]
    public async Task Page_OfRowsNoLongerKept_IsNull() =>
        Assert.Null(await new ResultWindow(new MemoryResultStore(), Result([Country], 1)).ReadAsync(0, 10, -1, false, TestContext.Current.CancellationToken));

    [Fact]
    public void Drawing_SplitIntoSeries_AlignsValuesToTheSharedAxis()
    {
        var spec = new ChartSpec { Kind = ChartKind.Line, Title = "Revenue", Reason = "", X = 0, Y = [2], Series = 1, XIsTime = true };
        object?[][] rows = [[new DateOnly(2025, 2, 1), "B", 3m], [new DateOnly(2025, 1, 1), "A", 1m], [new DateOnly(2025, 2, 1), "A", 2m]];

        var drawing = ChartDrawing.From(spec, Result([Month, Country, Revenue], 3), rows)!;

        Assert.Equal(["B", "A"], drawing.Series.Select(series => series.Name));
        Assert.Equal([null, 3d], drawing.Series[0].Data);
        Assert.Equal([1d, 2d], drawing.Series[1].Data);
        Assert.Equal(["2025-01-01", "2025-02-01"], drawing.Categories);
        Assert.Equal("MMM yyyy", drawing.TimeFormat);
        Assert.Contains("A: highest 2 at 2025-02-01, lowest 1 at 2025-01-01", drawing.Alternative, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawing_KeysOfNullAndOfEmptyText_StayApart()
    {
        var kind = new ResultColumn("kind", "text", ColumnKind.Text);
        var spec = new ChartSpec { Kind = ChartKind.StackedBar, Title = "Revenue", Reason = "", X = 0, Y = [2], Series = 1 };
        object?[][] rows = [[null, "", 1m], ["", null, 2m], ["", "", 3m], ["x", null, 4m]];

        var drawing = ChartDrawing.From(spec, Result([Country, kind, Revenue], 4), rows)!;

        Assert.Equal(["NULL", "''", "x"], drawing.Categories);
        Assert.Equal(["''", "NULL"], drawing.Series.Select(series => series.Name));
        Assert.Equal([1d, 3d, null], drawing.Series[0].Data);
        Assert.Equal([null, 2d, 4d], drawing.Series[1].Data);
    }

    [Fact]
    public void Drawing_WithColumnsThatAreNotThere_IsNone()
    {
        var spec = new ChartSpec { Kind = ChartKind.Bar, Title = "x", Reason = "", X = 0, Y = [9] };

        Assert.Null(ChartDrawing.From(spec, Result([Country], 1), [["a"]]));
    }

    [Fact]
    public void Drawing_OfTwoSeriesAndOfPart_CountsThePointsThatAreDrawn()
    {
        var spec = new ChartSpec { Kind = ChartKind.Line, Title = "Revenue", Reason = "", X = 0, Y = [2], Series = 1, XIsTime = true, MaxPoints = 3 };
        object?[][] rows = [[new DateOnly(2025, 2, 1), "B", 3m], [new DateOnly(2025, 1, 1), "A", 1m], [new DateOnly(2025, 2, 1), "A", 2m]];

        var drawing = ChartDrawing.From(spec, Result([Month, Country, Revenue], 40), rows)!;

        Assert.StartsWith("Revenue. Line chart with 3 points in 2 series, of the first 3 of 40 rows", drawing.Alternative, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-11-01 2024-12-01 2025-01-01", "Nov 2024,Dec 2024,Jan 2025")]
    [InlineData("2024-10-01 2025-01-01 2025-04-01", "Q4 2024,Q1 2025,Q2 2025")]
    [InlineData("2023-01-01 2024-01-01", "2023,2024")]
    [InlineData("2024-11-01 2025-01-01 2025-02-01", "")]
    [InlineData("2024-11-02 2024-12-02", "")]
    [InlineData("2024-11-01", "")]
    public void Periods_WithoutGaps_AreNamed(string days, string names) => Assert.Equal(
        names,
        string.Join(
            ',',
            ChartPeriods.Of([.. days.Split(' ').Select(
                day => new DateTimeOffset(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero))])));

    [Theory]
    [InlineData(0.4, "about 1 row")]
    [InlineData(1, "about 1 row")]
    [InlineData(48_210, "about 48,000 rows")]
    public void AboutRows_ByNumber_AgreesWithIt(double rows, string words) => Assert.Equal(words, NumberFormat.Neutral.AboutRows(rows));

    [Fact]
    public void Diff_ShowsAddedAndRemovedLinesInPlace() => Assert.Equal(
        ["same SELECT a", "removed FROM t", "added FROM u", "same LIMIT 1"],
        LineDiff.Between("SELECT a\nFROM t\nLIMIT 1", "SELECT a\nFROM u\nLIMIT 1").Select(line => $"{line.Kind} {line.Text}"));

    private static StoredResult Result(IReadOnlyList<ResultColumn> columns, long rows) =>
        new() { Id = Guid.NewGuid().ToString("N"), Columns = columns, RowCount = rows, Sql = "SELECT", RanAt = DateTimeOffset.UnixEpoch };
}
