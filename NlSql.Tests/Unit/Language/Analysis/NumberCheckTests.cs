using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Analysis.Model;
using NlSql.Core.Language.Analysis.Narrative;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class NumberCheckTests
{
    private static readonly AnalysisRequest Years = Rows.Request(
        Rows.Columns("year:Integer", "revenue:Decimal", "orders:Integer", "margin_percent:Decimal"),
        [[2021L, 1_234_567.89m, 1200L, 12.5m], [2022L, 1_500_000m, 1500L, 13m], [2023L, 900_000m, 1000L, 9.75m]]);

    private static readonly Reading Sales = BuiltInAnalyst.Read(Years, NumberFormat.Neutral);

    [Theory]
    [InlineData("1,234,567.89", "cell")]
    [InlineData("1.23 million", "cell")]
    [InlineData("1.2M", "cell")]
    [InlineData("1,234,568", "cell")]
    [InlineData("2022", "cell")]
    [InlineData("12.5%", "cell")]
    [InlineData("3,700", "sum")]
    [InlineData("1,233.33", "mean")]
    [InlineData("41.3%", "share")]
    [InlineData("-40%", "change")]
    [InlineData("600,000", "difference")]
    [InlineData("1.25", "ratio")]
    public void Check_NumberThatFollows_IsTraced(string number, string derivation)
    {
        var findings = NumberCheck.Check($"It came to {number} then.", Sales, "");

        Assert.Empty(findings.Untraced);
        Assert.Equal(derivation, findings.Traced[0].Derivation);
    }

    [Theory]
    [InlineData("1,234,569")]
    [InlineData("1.3 million")]
    [InlineData("77%")]
    [InlineData("2019")]
    [InlineData("4,711")]
    public void Check_NumberThatFollowsFromNothing_IsListed(string number) =>
        Assert.Equal([number], NumberCheck.Check($"It came to {number} then.", Sales, "").Untraced);

    /// <summary>2022 has 41.3 % of the revenue, and 2023 has 40 % less than 2022.</summary>
    [Theory]
    [InlineData("Revenue grew by 41.3% then.", false)]
    [InlineData("Revenue was 41.3% higher.", false)]
    [InlineData("2022 has a share of 41.3%.", true)]
    [InlineData("2022 makes up 41.3% of it.", true)]
    [InlineData("2022 came to 41.3%.", true)]
    [InlineData("Revenue fell by 40% then.", true)]
    [InlineData("2023 accounts for 40% of all revenue.", false)]
    [InlineData("Revenue fell by 40%, and 2022 accounts for 41.3%.", true)]
    public void Check_Percentage_IsTracedByWhatItClaimsOnly(string sentence, bool isTraced) =>
        Assert.Equal(isTraced, NumberCheck.Check(sentence, Sales, "").Untraced.Count == 0);

    [Fact]
    public void Check_NumberOfTheQuestion_IsNoClaim() =>
        Assert.Empty(NumberCheck.Check("All above 4,711.", Sales, "Which years are above 4711?").Untraced);

    [Theory]
    [InlineData("1. First\n2. Second")]
    [InlineData("On 2019-03-05 at 10:30")]
    [InlineData("The top 5 years")]
    [InlineData("Q4, H1 and A4 paper")]
    public void In_NumbersThatClaimNothing_AreLeftOut(string text) => Assert.Empty(NumberTokens.In(text, NumberFormat.Neutral));

    [Theory]
    [InlineData("1.234,56", "1.234.567,89", "cell")]
    [InlineData("1.234,56", "1,23 million", "cell")]
    [InlineData("1.234,56", "12,5%", "cell")]
    [InlineData("1.234,56", "1.233,33", "mean")]
    [InlineData("1 234,56", "1 234 567,89", "cell")]
    [InlineData("1 234,56", "1\u202f234\u202f567,89", "cell")]
    [InlineData("1'234.56", "1’234’567.89", "cell")]
    [InlineData("1234,56", "1234567,89", "cell")]
    public void Check_NumberInTheSitesMarks_IsTraced(string format, string number, string derivation)
    {
        var findings = NumberCheck.Check($"It came to {number} then.", BuiltInAnalyst.Read(Years, NumberFormat.Of(format)!), "");

        Assert.Empty(findings.Untraced);
        Assert.Equal((number, derivation), (Assert.Single(findings.Traced).Text, findings.Traced[0].Derivation));
    }

    [Theory]
    [InlineData("1,234,567.89")]
    [InlineData("1.234")]
    [InlineData("12.5%")]
    public void Check_NumberInOtherMarksThanTheSites_IsNotTakenForAnother(string number) =>
        Assert.Equal([number], NumberCheck.Check($"It came to {number} then.", BuiltInAnalyst.Read(Years, NumberFormat.Of("de-DE")!), "").Untraced);

    [Fact]
    public void Check_NumbersOfQuestionAndSql_AreReadInTheirOwnMarks()
    {
        var reading = BuiltInAnalyst.Read(Years, NumberFormat.Of("de-DE")!);

        Assert.Empty(NumberCheck.Check("Above 4.711,5 and 0,815.", reading, "Which years are above 4.711,5?", "SELECT 1 WHERE x > 0.815").Untraced);
        Assert.Equal(["815"], NumberCheck.Check("Above 815.", reading, "", "SELECT 1 WHERE x > 0.815").Untraced);
    }

    [Fact]
    public void Check_TracedCell_PointsAtIt()
    {
        var number = Assert.Single(NumberCheck.Check("It fell to 900,000.", Sales, "").Traced);

        Assert.Equal((2, 1), ((int)number.Cells[0].Row, number.Cells[0].Column));
    }
}
