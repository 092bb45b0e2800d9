using NlSql.Core.Language.Analysis.Charts;

namespace NlSql.Tests.Unit.Language.Analysis;

/// <summary>What an analysis says of keys, names, parts of a whole, counts and shares, and of what was asked.</summary>
public sealed class AnalystWordingTests
{
    [Theory]
    [InlineData("productcategoryid")]
    [InlineData("ZoneKey")]
    [InlineData("customer_number")]
    public async Task Keys_AreNoMeasures(string key)
    {
        var request = Rows.Request(Rows.Columns($"{key}:Integer", "name:Text"), [[1L, "Bikes"], [2L, "Clothing"], [3L, "Bells"]]);

        var (text, _) = await Rows.AnalyzeAsync(request);

        Assert.DoesNotContain("highest", text, StringComparison.Ordinal);
        Assert.DoesNotContain("average", text, StringComparison.Ordinal);
        Assert.Null(new ChartAdvisor().Choose(request));
    }

    [Fact]
    public async Task NumberThatOnlyEndsLikeAKey_IsAMeasure() => Assert.Contains(
        "highest paid",
        (await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text", "paid:Decimal"), [["Ada", 10m], ["Bo", 30m], ["Cy", 90m]]))).Markdown,
        StringComparison.Ordinal);

    [Fact]
    public async Task GroupsThatMayOverlap_HaveNoShares()
    {
        object?[][] rows = [["wrong size", 2483L], ["changed mind", 1190L], ["defective", 1064L], ["late", 900L], ["other", 800L], ["none", 700L]];
        var request = Rows.Request(Rows.Columns("reason:Text", "number_of_orders:Integer"), rows);

        var (parts, _) = await Rows.AnalyzeAsync(request with { Sql = "SELECT reason, count(*) AS number_of_orders FROM returns GROUP BY reason" });
        var (overlapping, _) = await Rows.AnalyzeAsync(
            request with { Sql = "SELECT reason, count(DISTINCT orders.id) AS number_of_orders FROM orders JOIN returns ON true GROUP BY reason" });

        Assert.Contains("for all", parts, StringComparison.Ordinal);
        Assert.Contains("make up", parts, StringComparison.Ordinal);
        Assert.StartsWith("**wrong size has the most orders: 2,483.**", overlapping, StringComparison.Ordinal);
        Assert.DoesNotContain("%", overlapping, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ties_OfAll_AreOneSentence()
    {
        var (text, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("customer:Text", "number_of_orders:Integer"), [["Ada", 1L], ["Bo", 1L], ["Cy", 1L], ["Di", 1L], ["Ed", 1L]]));

        Assert.StartsWith("**All 5 customers have the same number of orders: 1.**", text, StringComparison.Ordinal);
        Assert.DoesNotContain("follows", text, StringComparison.Ordinal);
        Assert.DoesNotContain("lowest", text, StringComparison.Ordinal);
        Assert.DoesNotContain("average", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ties_AtBothEnds_AreNamedTogether()
    {
        var (text, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("plan:Text", "number_of_members:Integer"), [["Basic", 3L], ["Standard", 3L], ["Plus", 2L], ["Trial", 1L], ["Guest", 1L]]));

        Assert.StartsWith("**Basic and Standard have the most members: 3 each.**", text, StringComparison.Ordinal);
        Assert.Contains("Plus follows with 2", text, StringComparison.Ordinal);
        Assert.Contains("2 plans have the lowest: 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Averages_HaveNoAverage()
    {
        object?[][] rows = [["phone", 1597.4m], ["marketplace", 651.38m], ["web", 597.04m], ["store", 476.68m]];
        var (averages, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("channel:Text", "average_total_amount:Decimal"), rows));
        var (amounts, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("channel:Text", "total_amount:Decimal"), rows));

        Assert.Contains("The lowest is store with 476.68.", averages, StringComparison.Ordinal);
        Assert.DoesNotContain("the average is", averages, StringComparison.Ordinal);
        Assert.Contains("the average is 830.63", amounts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entities_AreNamedByNameRatherThanByKey()
    {
        var request = Rows.Request(
            Rows.Columns("customer_id:Text", "company_name:Text", "number_of_orders:Integer"),
            [["HILLA", "Hill and Sons", 31L], ["NORDS", "Nordsee", 28L], ["QUAYS", "Quayside", 9L]]);

        var (text, _) = await Rows.AnalyzeAsync(request);

        Assert.StartsWith("**Hill and Sons has the most orders", text, StringComparison.Ordinal);
        Assert.Equal(1, new ChartAdvisor().Choose(request)!.X);
    }

    [Fact]
    public async Task TwoOfOneName_AreToldApartByTheirKey()
    {
        var (text, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("customer_id:Text", "company_name:Text", "number_of_orders:Integer"), [["A1", "Hill", 31L], ["A2", "Hill", 28L], ["A3", "Quay", 9L]]));

        Assert.StartsWith("**A1 has the most orders", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first_name:Text", "last_name:Text", "Ada", "Hill")]
    [InlineData("last_name:Text", "first_name:Text", "Hill", "Ada")]
    public async Task People_HaveBothNames(string first, string second, string a, string b)
    {
        var (text, _) = await Rows.AnalyzeAsync(Rows.Request(
            Rows.Columns("employee_id:Integer", first, second, "number_of_orders:Integer"),
            [[1L, a, b, 31L], [2L, "Bo", "Reed", 28L], [3L, "Cy", "Moss", 9L]]));

        Assert.StartsWith("**Ada Hill has the most orders", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT name, sum(x) AS revenue FROM t GROUP BY name ORDER BY 2 DESC LIMIT 3", "50% of 100 that these 3 names have together")]
    [InlineData("SELECT name, sum(x) AS revenue FROM t GROUP BY name ORDER BY 2 DESC limit 3 ;", "that these 3 names have together")]
    [InlineData("SELECT name, sum(x) AS revenue FROM t GROUP BY name LIMIT 10", "50% of 100 for all 3 names")]
    [InlineData("SELECT name, sum(x) AS revenue FROM (SELECT 1 LIMIT 3) AS t GROUP BY name", "50% of 100 for all 3 names")]
    public async Task ShareOfAPart_IsToldAsOne(string sql, string expected)
    {
        var request = Rows.Request(Rows.Columns("name:Text", "revenue:Decimal"), [["Ada", 50m], ["Bo", 30m], ["Cy", 20m]]) with { Sql = sql };

        Assert.Contains(expected, (await Rows.AnalyzeAsync(request)).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number_of_product", 504L, "There are 504 products.")]
    [InlineData("number_of_product", 1L, "There is 1 product.")]
    [InlineData("number_of_category", 2L, "There are 2 categories.")]
    [InlineData("number_of_people", 3L, "There are 3 people.")]
    [InlineData("number_of_orders_of_ada", 3L, "There are 3 orders of ada.")]
    public async Task Counts_HaveTheirNounInTheRightNumber(string column, long count, string expected) =>
        Assert.Contains(expected, (await Rows.AnalyzeAsync(Rows.Request(Rows.Columns($"{column}:Integer"), [[count]]))).Markdown, StringComparison.Ordinal);

    [Theory]
    [InlineData("share", "0.146987951807", "Share is 14.7%.")]
    [InlineData("return_rate", "0.0312345678", "Return rate is 3.1%.")]
    [InlineData("ratio", "0.146987951807", "Ratio is 0.147.")]
    [InlineData("average_weight", "0.125", "Average weight is 0.125.")]
    public async Task Shares_AreRounded(string column, string value, string expected)
    {
        var cell = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains(expected, (await Rows.AnalyzeAsync(Rows.Request(Rows.Columns($"{column}:Decimal"), [[cell]]))).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Are there orders without a customer?", 12L, "**Yes.** **There are 12 orders.**")]
    [InlineData("is there any order without a customer", 0L, "**No.** **There are 0 orders.**")]
    [InlineData("Are there more orders in 2024 than in 2023?", 12L, "**There are 12 orders.**")]
    [InlineData("Can you count the orders?", 12L, "**There are 12 orders.**")]
    [InlineData("How many orders are there?", 12L, "**There are 12 orders.**")]
    public async Task YesOrNo_ComesFirst(string question, long count, string expected)
    {
        var request = Rows.Request(Rows.Columns("number_of_orders:Integer"), [[count]]) with { Question = question };

        Assert.StartsWith(expected, (await Rows.AnalyzeAsync(request)).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Is every order paid?", true, "**Yes.**")]
    [InlineData("Did Ada order last year?", false, "**No.**")]
    public async Task TruthValue_IsSaidAsYesOrNo(string question, bool value, string expected)
    {
        var request = Rows.Request(Rows.Columns("answer:Boolean"), [[value]]) with { Question = question };

        Assert.StartsWith(expected, (await Rows.AnalyzeAsync(request)).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoRows_AnswerNo()
    {
        var request = Rows.Request(Rows.Columns("id:Integer"), []) with { Question = "Do we have orders without a customer?" };

        Assert.StartsWith("**No.**", (await Rows.AnalyzeAsync(request)).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT id FROM orders", "sets no conditions")]
    [InlineData("SELECT id FROM orders\nWHERE id < 0", "meets all the conditions")]
    [InlineData("SELECT id FROM orders GROUP BY id HAVING count(*) > 9", "meets all the conditions")]
    public async Task Conditions_AreSpokenOfWhereThereAreAny(string sql, string expected) => Assert.Contains(
        expected, (await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("id:Integer"), []) with { Sql = sql })).Markdown, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT sum(overtime) AS overtime FROM lifetime_candidates", false)]
    [InlineData("SELECT sum(overtime) AS overtime FROM shifts WHERE worked_on > '2024-01-01'", true)]
    [InlineData("SELECT sum(overtime) AS overtime FROM shifts WHERE shiftdate > now()", true)]
    [InlineData("SELECT sum(overtime) AS overtime FROM shifts WHERE year = 2024", false)]
    public async Task FollowUpByMonth_NeedsADate(string sql, bool expected)
    {
        var request = Rows.Request(Rows.Columns("overtime:Decimal"), [[12.5m]]) with { Sql = sql };

        var (_, finished) = await Rows.AnalyzeAsync(request);

        Assert.Equal(expected, finished.FollowUps.Any(question => question.Contains("by month", StringComparison.Ordinal)));
    }
}
