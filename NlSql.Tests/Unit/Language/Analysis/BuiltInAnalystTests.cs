using NlSql.Core.Language.Analysis;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class BuiltInAnalystTests
{
    private static readonly string[] Regions = ["North", "South", "East", "West", "Centre", "Islands", "Abroad", "Online", "Kiosk"];

    [Fact]
    public async Task AnalyzeAsync_MonthlySeries_TellsDevelopmentTotalExtremesAndYears()
    {
        var values = Enumerable.Range(0, 35).Select(i => 1000m + (i * 20) + (i % 12 == 11 ? 300 : 0)).ToArray();
        var (markdown, finished) =
            await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("month:Date", "total_revenue:Decimal"), Rows.Months(new DateOnly(2022, 1, 1), values)));

        Assert.StartsWith("**Total revenue rose from 1,000 in January 2022 to 1,660 in October 2024 (+66%).**", markdown, StringComparison.Ordinal);
        Assert.Contains("November 2024 is not over yet (1,680 so far)", markdown, StringComparison.Ordinal);
        Assert.Contains("Highest in December 2023 (1,760), lowest in January 2022 (1,000)", markdown, StringComparison.Ordinal);
        Assert.Contains("October 2024 is 1.2% above September 2024 and 16.9% above October 2023.", markdown, StringComparison.Ordinal);
        Assert.Contains("The year 2023 came to ", markdown, StringComparison.Ordinal);
        Assert.Contains("The trend is upward", markdown, StringComparison.Ordinal);
        Assert.Equal("built-in", finished.Writer);
        Assert.Empty(finished.UntracedNumbers);
        Assert.Contains("What is the total revenue by year?", finished.FollowUps);
    }

    [Fact]
    public async Task AnalyzeAsync_SeriesWithAHole_NamesTheMissingPeriods()
    {
        var rows = Rows.Months(new DateOnly(2023, 1, 1), 10, 12, 11, 13, 12, 14, 12, 13).Where((_, i) => i is not (3 or 4)).ToList();

        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("month:Date", "orders:Integer"), rows));

        Assert.Contains("No row for 2 months in between: April 2023, May 2023.", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_EvenRanking_NamesBothEnds()
    {
        var (markdown, _) =
            await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("region:Text", "revenue:Decimal"), [["North", 101m], ["South", 105m], ["East", 103m]]));

        Assert.StartsWith("**Revenue is nearly the same for all 3 regions: from 101 (North) to 105 (South).**", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_Ranking_TellsLeaderSharesConcentrationAndOutliers()
    {
        decimal[] values = [9000, 420, 400, 390, 380, 370, 360, 350, 340];
        var rows = Regions.Select((region, i) => new object?[] { region, values[i] }).ToList();

        var (markdown, finished) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("region:Text", "revenue:Decimal"), rows));

        Assert.StartsWith("**North has the highest revenue: 9,000, 74.9% of 12,010 for all 9 regions.**", markdown, StringComparison.Ordinal);
        Assert.Contains("South follows with 420, then East with 400; the first is 21.4 times the second.", markdown, StringComparison.Ordinal);
        var share = Assert.Single(finished.Numbers, number => number.Text == "74.9%");
        Assert.Equal("share", share.Derivation);
        Assert.Equal([new CellReference(0, 1), new CellReference(-1, 1)], share.Cells);
    }

    [Fact]
    public async Task AnalyzeAsync_Averages_AreNeverAddedUp()
    {
        var rows = Regions.Select((region, i) => new object?[] { region, 50m + (i * 10) }).ToList();

        var (markdown, finished) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("region:Text", "avg_price:Decimal"), rows));

        Assert.DoesNotContain(finished.Numbers, number => number.Derivation is "sum" or "share");
        Assert.DoesNotContain("total", markdown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AnalyzeAsync_SingleValue_SaysItWithAllDigits()
    {
        var (markdown, finished) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("revenue:Decimal"), [[1234567.891m]]));

        Assert.Equal("**Revenue is 1,234,567.891.**\n", markdown);
        Assert.Equal(new CellReference(0, 0), Assert.Single(Assert.Single(finished.Numbers).Cells));
    }

    [Fact]
    public async Task AnalyzeAsync_SingleCount_IsASentence() => Assert.Equal(
        "**There are 12,000 customers.**\n", (await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("number_of_customers:Integer"), [[12000L]]))).Markdown);

    [Fact]
    public async Task AnalyzeAsync_QueryWithoutDates_SuggestsNothingByMonth()
    {
        var columns = Rows.Columns("order_status:Text", "number_of_orders:Integer");
        object?[][] rows = [["paid", 5L], ["new", 3L], ["late", 1L]];

        var (_, without) = await Rows.AnalyzeAsync(Rows.Request(columns, rows));
        var (_, with) = await Rows.AnalyzeAsync(Rows.Request(columns, rows) with { Sql = "SELECT ... WHERE order_date > '2024-01-01'" });

        Assert.Equal(["Which order status has the fewest orders?"], without.FollowUps);
        Assert.Equal("How many orders are there by month for order status paid?", with.FollowUps[0]);
    }

    [Fact]
    public async Task AnalyzeAsync_MonthsOfAnotherTimeZone_AreMonths()
    {
        // Midnights in Berlin, as a session there gives them.
        var rows = Enumerable.Range(0, 12).Select(i => new DateTime(2023, 1, 1).AddMonths(i)).Select((month, i) => new object?[]
        {
            new DateTimeOffset(month, TimeSpan.FromHours(i is >= 3 and <= 9 ? 2 : 1)), 100m + i,
        }).ToList();

        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("month:TimestampTz", "revenue:Decimal"), rows));

        Assert.StartsWith("**Revenue rose from 100 in January 2023 to 111 in December 2023 (+11%).**", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_NumberedNames_SayWhatTheyNumber()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("weekday:Integer", "orders:Integer"), [[1L, 5L], [2L, 9L], [3L, 4L]]));

        Assert.StartsWith("**weekday 2 has the most orders: 9, 50% of 18 for all 3 weekdays.**", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_SingleNull_SaysThatThereIsNoValue()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("sum:Decimal"), [[null]]));

        Assert.StartsWith("**Sum has no value", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_SingleRow_ListsEveryValue()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("city:Text", "orders:Integer", "first_order:Date", "id:Integer"), [["Berlin", 1234L, new DateOnly(2024, 3, 5), 1234567L]]));

        Assert.Equal("**Berlin: orders 1,234.**\n\n- First order: 5 March 2024.\n- Id: 1234567.\n", markdown);
    }

    [Fact]
    public async Task AnalyzeAsync_NoRows_SaysSo()
    {
        var (markdown, finished) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("city:Text", "orders:Integer"), []));

        Assert.StartsWith("**The query ran and found no rows.**", markdown, StringComparison.Ordinal);
        Assert.Empty(finished.Numbers);
    }

    [Fact]
    public async Task AnalyzeAsync_ListOfNames_CountsThem()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text"), [.. Regions.Select(region => new object?[] { region })]));

        Assert.StartsWith("**9 names, each once.**", markdown, StringComparison.Ordinal);
        Assert.Contains("Name: the first are North, South, East, West, Centre.", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_AllNullColumn_IsNamedAsEmpty()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("name:Text", "remark:Text", "city:Text"), [["a", null, "x"], ["b", null, null], ["c", null, "x"]]));

        Assert.Contains("Remark is empty in every row.", markdown, StringComparison.Ordinal);
        Assert.Contains("City is missing in 1 of 3 rows (33.3%).", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_TruncatedResult_SaysThatItReadsAPart()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => new object?[] { $"customer {i}", (decimal)i }).ToList();

        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text", "revenue:Decimal"), rows, truncated: true));

        Assert.Contains("of the first 1,000 rows", markdown, StringComparison.Ordinal);
        Assert.Contains("_This reads the first 1,000 rows; there are more", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_PartialResult_SaysThatTheRunWasStopped()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text"), [["a"], ["b"]], partial: true));

        Assert.Contains("_The run was stopped", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_SeriesByCategory_TellsLeaderAndMovers()
    {
        List<object?[]> rows = [];
        for (var month = 0; month < 12; month++)
        {
            rows.Add([new DateOnly(2023, 1, 1).AddMonths(month), "Bikes", 100m + (month * 10)]);
            rows.Add([new DateOnly(2023, 1, 1).AddMonths(month), "Helmets", 80m - (month * 2)]);
        }

        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("month:Timestamp", "category:Text", "revenue:Decimal"), rows));

        Assert.StartsWith("**Bikes leads: revenue of 1,860, 69.2% of 2,688.**", markdown, StringComparison.Ordinal);
        Assert.Contains("From first to last month, Bikes grew most (+110%), Helmets fell most (-27.5%).", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_TwoCategories_TellsBothDimensions()
    {
        List<object?[]> rows = [["North", "Bikes", 10L], ["North", "Helmets", 20L], ["South", "Bikes", 30L], ["South", null, 5L]];

        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("region:Text", "category:Text", "orders:Integer"), rows));

        Assert.Contains("By region: South 35, North 30.", markdown, StringComparison.Ordinal);
        Assert.Contains("By category: Bikes 40, Helmets 20, (no value) 5.", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>")]
    [InlineData("[click](http://evil.example)", "\\[click\\](http\\://evil\\.example)")]
    [InlineData("**bold**\n# head", "\\*\\*bold\\*\\* \\# head")]
    [InlineData("a|b`c`", "a\\|b\\`c\\`")]
    [InlineData("![x](y)", "\\!\\[x\\](y)")]
    public async Task AnalyzeAsync_CellWithMarkup_StaysText(string cell, string expected)
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text", "n:Integer"), [[cell, 3L], ["b", 2L], ["c", 1L]]));

        Assert.Contains(expected, markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_ColumnNameWithMarkup_StaysText()
    {
        var (markdown, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("<b>x</b>:Text", "<i>:Integer"), [["a", 3L], ["b", 2L], ["c", 1L]]));

        Assert.DoesNotMatch("(?<!\\\\)<", markdown);
    }
}
