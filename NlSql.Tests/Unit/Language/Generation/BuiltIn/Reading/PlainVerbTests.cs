namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>A verb that says something of its own is never passed over.</summary>
public sealed class PlainVerbTests
{
    [Theory]
    [InlineData("How many products were borrowed in 2025?", "borrowed")]
    [InlineData("How many customers were diagnosed?", "diagnosed")]
    [InlineData("Which products were recommended?", "recommended")]
    [InlineData("Number of products borrowed per category", "borrowed")]
    [InlineData("Number of products borrowed by category", "borrowed")]
    [InlineData("How many reviewed products are there?", "reviewed")]
    [InlineData("Which products were never reviewed?", "reviewed")]
    [InlineData("Which orders were not published?", "published")]
    public void Read_VerbThatSaysSomethingOfItsOwn_IsMissing(string question, string verb)
    {
        var tokens = Readings.Tokens(question);

        Assert.All(
            Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken),
            read => Assert.Contains(verb, read.Missing.Select(m => tokens[m.First].Lower)));
    }

    [Theory]
    [InlineData("How many customers have borrowed more than 2 products?")]
    [InlineData("products borrowed by customers in Berlin")]
    [InlineData("Which categories do the suppliers offer?")]
    [InlineData("How many orders were issued in 2025?")]
    public void Read_VerbBetweenTwoThingsOrOfComingToBe_IsPassedOver(string question) =>
        Assert.Empty(Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0].Missing);
}
