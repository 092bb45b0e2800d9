using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>A breakdown that was asked for is in the answer, or named among what was not understood.</summary>
public sealed class LooseGroupTests
{
    [Theory]
    [InlineData("total price by product", "by")]
    [InlineData("How many customers are still with us?", "still")]
    public void Read_SaysMoreThanTheAnswerTells_IsMissing(string question, string word)
    {
        var tokens = Readings.Tokens(question);

        Assert.All(
            Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)
                .Where(r => !FrameText.Of(r.Answer).Contains(" by ", StringComparison.Ordinal)),
            read => Assert.Contains(word, read.Missing.Select(m => tokens[m.First].Lower)));
    }

    [Theory]
    [InlineData("number of orders by customer")]
    [InlineData("products sold by category")]
    [InlineData("How many orders were placed by customers in Berlin?")]
    public void Read_GroupedOrSaysWhoDidIt_MissesNothing(string question) =>
        Assert.Empty(Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0].Missing);
}
