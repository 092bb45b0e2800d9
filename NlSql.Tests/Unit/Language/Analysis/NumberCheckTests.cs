using NlSql.Core.Language.Analysis.Model;
using NlSql.Core.Language.Analysis.Narrative;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class NumberCheckTests
{
    private static readonly Reading Sales = BuiltInAnalyst.Read(Rows.Request(
        Rows.Columns("year:Integer", "revenue:Decimal", "orders:Integer", "margin_percent:Decimal"),
        [[2021L, 1_234_567.89m, 1200L, 12.5m], [2022L, 1_500_000m, 1500L, 13m], [2023L, 900_000m, 1000L, 9.75m]]));

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

    [Fact]
    public void Check_NumberOfTheQuestion_IsNoClaim() =>
        Assert.Empty(NumberCheck.Check("All above 4,711.", Sales, "Which years are above 4711?").Untraced);

    [Theory]
    [InlineData("1. First\n2. Second")]
    [InlineData("On 2019-03-05 at 10:30")]
    [InlineData("The top 5 years")]
    [InlineData("Q4, H1 and A4 paper")]
    public void In_NumbersThatClaimNothing_AreLeftOut(string text) => Assert.Empty(NumberTokens.In(text));

    [Fact]
    public void Check_TracedCell_PointsAtIt()
    {
        var number = Assert.Single(NumberCheck.Check("It fell to 900,000.", Sales, "").Traced);

        Assert.Equal((2, 1), ((int)number.Cells[0].Row, number.Cells[0].Column));
    }
}
