using NlSql.Core.Language.Generation.BuiltIn.Scoring;
using NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>Readings that no row can meet are none.</summary>
public sealed class ContradictionTests
{
    [Theory]
    [InlineData("Compare the number of orders from January to October in 2024, 2025 and 2026", true)]
    [InlineData("number of orders from January to October 2025", false)]
    [InlineData("Compare the number of orders in 2024 and 2025", false)]
    public void In_PeriodsThatHaveNoDayInCommon_IsFound(string question, bool isOne) =>
        Assert.Equal(isOne, Contradictions.In(Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0].Answer));
}
