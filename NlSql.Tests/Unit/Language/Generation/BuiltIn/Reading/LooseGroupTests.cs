using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>A breakdown or a state that was asked for is in the answer, or named among what was not understood.</summary>
public sealed class LooseGroupTests
{
    [Theory]
    [InlineData("total price by product")]
    [InlineData("total price in 2025 by product")]
    [InlineData("total price per product")]
    [InlineData("total price by Product")]
    public void Read_OneFigureForAllWhereGroupsAreAskedFor_MissesThem(string question)
    {
        var tokens = Readings.Tokens(question);

        Assert.All(
            Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)
                .Where(r => r.Answer is SingleAnswer { Frame: { By.Count: 0, Order.Count: 0, Show: [Aggregate], Grain.Table.Name: "products" } }),
            read => Assert.Contains("product", read.Missing.Select(m => tokens[m.First].Lower)));
    }

    [Fact]
    public void Read_OneFigureForAllWhereAllAreAskedFor_IsOne() => Assert.True(
        Readings.Of("total price across all products", ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0]
            is { Missing.Count: 0, Answer: SingleAnswer { Frame: { By.Count: 0, Show: [Aggregate], Grain.Table.Name: "products" } } });

    [Fact]
    public void Read_ByWhoDidIt_IsNoBreakdown() => Assert.Empty(
        Readings.Of("number of orders by customers in Berlin", ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0].Missing);

    [Fact]
    public void Read_StateInWordsOfGrammar_IsMissingWhereNothingKeepsIt()
    {
        const string Question = "How many products are still with us?";
        var tokens = Readings.Tokens(Question);
        var reads = Readings.Of(Question, ReadingSchemas.Shop, TestContext.Current.CancellationToken);

        Assert.NotEmpty(reads);
        Assert.All(reads, read => Assert.Contains("still", read.Missing.Select(m => tokens[m.First].Lower)));
    }

    [Theory]
    [InlineData("number of orders by customer")]
    [InlineData("products sold by category")]
    [InlineData("How many orders were placed by customers in Berlin?")]
    [InlineData("total price across all products")]
    public void Read_GroupedOrSaysWhoDidIt_MissesNothing(string question) =>
        Assert.Empty(Readings.Of(question, ReadingSchemas.Shop, TestContext.Current.CancellationToken)[0].Missing);
}
