using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Analysis.Charts;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class ChartAdvisorTests
{
    [Fact]
    public void Choose_OneNumber_IsAFigure() => Assert.Equal(ChartKind.Figure, Choose(["revenue:Decimal"], [[12.5m]])?.Kind);

    [Fact]
    public void Choose_OneNull_IsNoChart() => Assert.Null(Choose(["revenue:Decimal"], [[null]]));

    [Fact]
    public void Choose_DatesAndMeasure_IsALineOverTime()
    {
        var chart = Choose(["month:Timestamp", "total_revenue:Decimal"], [.. Rows.Months(new DateOnly(2024, 1, 1), 1, 2, 3)]);

        Assert.Equal(ChartKind.Line, chart?.Kind);
        Assert.True(chart!.XIsTime);
        Assert.Equal((0, 1), (chart.X, chart.Y[0]));
        Assert.Equal("Total revenue by month", chart.Title);
    }

    [Fact]
    public void Choose_YearsAsIntegers_AreTimeAndNoMeasure()
    {
        var chart = Choose(["order_year:Integer", "orders:Integer"], [[2022L, 5L], [2023L, 6L], [2024L, 7L]]);

        Assert.Equal(ChartKind.Line, chart?.Kind);
        Assert.Equal(1, Assert.Single(chart!.Y));
        Assert.Equal("Orders by year", chart.Title);
    }

    [Fact]
    public void Choose_PeriodsAsText_AreTime() =>
        Assert.Equal(ChartKind.Line, Choose(["period:Text", "orders:Integer"], [["2024-01", 5L], ["2024-02", 6L], ["2024-03", 7L]])?.Kind);

    [Fact]
    public void Choose_FewShortNames_AreUprightBars()
    {
        var chart = Choose(["region:Text", "orders:Integer"], [["North", 5L], ["South", 3L]]);

        Assert.Equal(ChartKind.Bar, chart?.Kind);
        Assert.Equal("Orders by region", chart!.Title);
    }

    [Fact]
    public void Choose_LongNames_AreHorizontalBars() => Assert.Equal(
        ChartKind.HorizontalBar, Choose(["product:Text", "orders:Integer"], [["Mountain bike, large, red", 5L], ["Helmet", 3L]])?.Kind);

    [Fact]
    public void Choose_ManyNames_DrawsTheFirstTwentyAndSaysSo()
    {
        var chart = Choose(["product:Text", "orders:Integer"], [.. Enumerable.Range(0, 100).Select(i => new object?[] { $"p{i}", 100L - i })]);

        Assert.Equal((ChartKind.HorizontalBar, 20), (chart!.Kind, chart.MaxPoints));
        Assert.EndsWith("(first 20 of 100)", chart.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_IdsBesideNames_AreNoMeasure()
    {
        var chart = Choose(["customer_id:Integer", "name:Text", "orders:Integer"], [[17L, "Ada", 5L], [4L, "Bob", 3L]]);

        Assert.Equal((1, 2), (chart!.X, Assert.Single(chart.Y)));
    }

    [Fact]
    public void Choose_OnlyIdsAndNames_IsNoChart() => Assert.Null(Choose(["customer_id:Integer", "name:Text"], [[17L, "Ada"], [4L, "Bob"]]));

    [Fact]
    public void Choose_TimeAndCategory_IsALineForEach()
    {
        var chart = Choose(
            ["month:Date", "region:Text", "orders:Integer"],
            [
                [new DateOnly(2024, 1, 1), "N", 1L],
                [new DateOnly(2024, 1, 1), "S", 2L],
                [new DateOnly(2024, 2, 1), "N", 3L],
                [new DateOnly(2024, 2, 1), "S", 4L]
            ]);

        Assert.Equal((ChartKind.Line, 0, 1), (chart!.Kind, chart.X!.Value, chart.Series!.Value));
    }

    [Fact]
    public void Choose_TwoCategories_StacksTheSmallerOne()
    {
        var chart = Choose(
            ["channel:Text", "region:Text", "orders:Integer"],
            [["web", "N", 1L], ["web", "S", 2L], ["web", "E", 2L], ["shop", "N", 3L], ["shop", "S", 4L], ["shop", "E", 4L]]);

        Assert.Equal((ChartKind.StackedBar, 1, 0), (chart!.Kind, chart.X!.Value, chart.Series!.Value));
    }

    [Fact]
    public void Choose_AveragesByTwoCategories_AreNotStacked() => Assert.Equal(
        ChartKind.Bar,
        Choose(["a:Text", "b:Text", "avg_price:Decimal"], [["x", "N", 1m], ["x", "S", 2m], ["y", "N", 3m], ["y", "S", 4m]])?.Kind);

    [Fact]
    public void Choose_TwoMeasures_AreScattered() => Assert.Equal(
        ChartKind.Scatter,
        Choose(["height:Float", "weight:Float"], [.. Enumerable.Range(0, 30).Select(i => new object?[] { i % 7 * 1.0, i % 5 * 2.0 })])?.Kind);

    [Fact]
    public void Choose_MeasuresOfVeryDifferentSize_DoNotShareAnAxis()
    {
        var chart = Choose(["region:Text", "orders:Integer", "revenue:Decimal"], [["N", 5L, 90_000m], ["S", 3L, 70_000m]]);

        Assert.Equal(1, Assert.Single(chart!.Y));
    }

    [Fact]
    public void Choose_NoRowsOrText_IsNoChart()
    {
        Assert.Null(Choose(["region:Text", "orders:Integer"], []));
        Assert.Null(Choose(["region:Text"], [["N"], ["S"]]));
    }

    [Fact]
    public async Task Choose_ThenAnalyze_ProfileIsMadeOnce()
    {
        var rows = new CountedRows([["a", 5L], ["b", 3L], ["c", 1L]]);
        var request = Rows.Request(Rows.Columns("name:Text", "orders:Integer"), rows);

        new ChartAdvisor().Choose(request);
        var read = rows.Reads;
        await Rows.AnalyzeAsync(request);

        Assert.Same(request.Read().Profile, request.Read().Profile);
        Assert.True(read > 0);
        Assert.True(rows.Reads - read < read, $"{read} reads for the chart, {rows.Reads - read} more for the analysis");
    }

    /// <summary>Counts how often its rows are gone through.</summary>
    private sealed class CountedRows(object?[][] rows) : IReadOnlyList<object?[]>
    {
        public int Reads { get; private set; }

        public int Count => rows.Length;

        public object?[] this[int index] => rows[index];

        public IEnumerator<object?[]> GetEnumerator()
        {
            Reads++;
            return ((IEnumerable<object?[]>)rows).GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static ChartSpec? Choose(string[] columns, IReadOnlyList<object?[]> rows) => new ChartAdvisor().Choose(Rows.Request(Rows.Columns(columns), rows));
}
