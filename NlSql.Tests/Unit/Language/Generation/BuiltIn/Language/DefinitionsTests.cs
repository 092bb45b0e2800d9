using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Language;

/// <summary>Terms that instructions define, put in words that the translator reads.</summary>
public sealed class DefinitionsTests
{
    private static readonly Definitions Reader = new(Lexicon.English);

    [Theory]
    [InlineData("What is the TOC in 2025?", "TOC = Total Order Count.", "What is the total order count in 2025?")]
    [InlineData(
        "Top stores by AOV",
        "Weeks begin on Monday\nAOV (average order value) = total amount / number of orders",
        "Top stores by the ratio of total amount to number of orders")]
    [InlineData("What is the AOV?", "AOV means average order value. Round nothing.", "What is the average order value?")]
    public void Apply_TermOfTheQuestion_IsReplacedByItsMeaning(string question, string instructions, string expected) =>
        Assert.Equal(expected, Reader.Apply(question, instructions));

    [Theory]
    [InlineData("What is the GPM?", "GPM = (revenue - cost) / cost * 100")]
    [InlineData("What is the TOC?", "AOV = average order value")]
    [InlineData("How many orders?", "orders = rows of the table orders")]
    [InlineData("What is the TOCS?", "TOC = total order count")]
    [InlineData("What is the TOC?", null)]
    public void Apply_OtherInstruction_LeavesTheQuestion(string question, string? instructions) => Assert.Equal(question, Reader.Apply(question, instructions));

    [Fact]
    public async Task Translate_DefinedQuotient_IsComputed()
    {
        var draft = await SmallShop.DraftAsync(new GenerationRequest
        {
            Question = "What is the OPC?",
            Instructions = "OPC = number of orders / number of customers",
            Catalog = SmallShop.Catalog,
            Schema = RetrievedSchema.Empty,
        });

        Assert.Equal(
            "SELECT CAST(( SELECT COUNT(*) AS number_of_orders FROM orders ) AS numeric) / NULLIF(( SELECT COUNT(*) AS number_of_customers FROM customers "
            + "), 0) AS ratio",
            SmallShop.OnOneLine(draft.Sql!));
    }
}
