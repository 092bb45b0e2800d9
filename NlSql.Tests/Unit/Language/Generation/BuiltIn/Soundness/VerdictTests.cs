using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>How sure the translator is, and what it says of its own doubts.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task Draft_EveryWordRead_IsSure() => Assert.True((await SmallShop.DraftAsync("number of orders by status")).Confidence > 0.8);

    [Theory]
    [InlineData("number of glacial orders by status")]
    [InlineData("number of orders by status or not")]
    [InlineData("number of orders by status between")]
    public async Task Draft_WordThatChangesNothing_CostsConfidence(string question) =>
        Assert.True((await SmallShop.DraftAsync(question)).Confidence < (await SmallShop.DraftAsync("number of orders by status")).Confidence - 0.05);

    [Fact]
    public async Task Draft_ReadingInUse_IsNotAmongTheOthers()
    {
        var draft = await SmallShop.DraftAsync("revenue by country");

        var revenue = Assert.Single(draft.Understood, u => u.Phrase == "revenue");
        Assert.Equal("sum of orders.total_amount", revenue.Meaning);
        Assert.DoesNotContain("orders.total_amount", revenue.Alternatives);
        Assert.Contains("order_lines.line_total", revenue.Alternatives);
    }

    [Fact]
    public async Task Draft_RankingLeavesRowsOut_SaysHowMany() => Assert.Contains(
        (await SmallShop.DraftAsync("top 3 stores by revenue")).Notes,
        n => n.StartsWith("Rows of orders without store_id (40", StringComparison.Ordinal) && n.EndsWith("are left out.", StringComparison.Ordinal));

    [Fact]
    public async Task Draft_DateThatNoWordNames_SaysWhichOneIsUsed()
    {
        var draft = await SmallShop.DraftAsync("number of parcels in 2025");

        Assert.Contains("parcels.sent_at; there is also delivered_at", Assert.Single(draft.Notes), StringComparison.Ordinal);
        Assert.True(draft.Confidence < (await SmallShop.DraftAsync("number of parcels delivered in 2025")).Confidence);
    }

    [Fact]
    public async Task Draft_DateThatTheNounNames_IsTakenAsSaid() => Assert.Empty((await SmallShop.DraftAsync("number of orders in 2025")).Notes);

    [Fact]
    public async Task Draft_AmountsOfRowsThatWereCalledOff_SaysThatTheyAreIn() =>
        Assert.Contains(
            "Includes cancelled orders; add “without cancelled orders” to leave them out.",
            (await SmallShop.DraftAsync("revenue by country")).Notes);

    [Theory]
    [InlineData("revenue by country without cancelled orders")]
    [InlineData("revenue of paid orders by country")]
    [InlineData("revenue by status")]
    [InlineData("number of orders by country")]
    public async Task Draft_StateThatIsSaidOrDoesNotMatter_IsNotMentioned(string question)
    {
        var draft = await SmallShop.DraftAsync(question);

        Assert.NotNull(draft.Sql);
        Assert.DoesNotContain(draft.Notes, n => n.StartsWith("Includes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("how much did we sell in 2025")]
    [InlineData("average order value per country")]
    [InlineData("top 3 customers by total amount")]
    public void Translate_AmountsHoweverAskedFor_SaysThatWhatWasCalledOffIsIn(string question)
    {
        var draft = SmallShop.Translate(question);

        Assert.NotNull(draft.Sql);
        Assert.Contains("Includes cancelled orders; add “without cancelled orders” to leave them out.", draft.Notes);
    }

    [Theory]
    [InlineData("average order value per status")]
    [InlineData("what share of the orders is from Germany")]
    public void Translate_StateThatIsToldOrSharesOfRows_AreNotMentioned(string question)
    {
        var draft = SmallShop.Translate(question);

        Assert.NotNull(draft.Sql);
        Assert.DoesNotContain(draft.Notes, n => n.StartsWith("Includes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_AmountsOfPartsOfWhatWasCalledOff_SaysSoToo()
    {
        var lines = SmallShop.Table(
            "order_lines",
            30000,
            "",
            SmallShop.Column("order_id", ColumnKind.Integer),
            SmallShop.Column("line_number", ColumnKind.Integer),
            SmallShop.Column("product_id", ColumnKind.Integer),
            SmallShop.Column("line_total", ColumnKind.Decimal)) with { PrimaryKey = ["order_id", "line_number"] };
        var catalog = SmallShop.Catalog with { DatabaseId = "parts", Tables = [.. SmallShop.Catalog.Tables.Where(t => t.Name != lines.Name), lines] };

        var draft = await SmallShop.DraftAsync(new GenerationRequest { Question = "line total by brand", Catalog = catalog, Schema = RetrievedSchema.Empty });

        Assert.Contains(draft.Notes, n => n.StartsWith("Includes cancelled orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_AdviceOnStates_IsUnderstood() => Assert.Contains(
        "orders.status <> 'cancelled'",
        (await SmallShop.DraftAsync("revenue by country without cancelled orders")).Sql,
        StringComparison.Ordinal);

    [Fact]
    public async Task Draft_KeyThatIsOnlyGuessed_SaysSo()
    {
        var catalog = SmallShop.Catalog with { DatabaseId = "no keys", ForeignKeys = [.. SmallShop.Catalog.ForeignKeys.Where(k => k.To.Name != "customers")] };

        var draft =
            await SmallShop.DraftAsync(new GenerationRequest { Question = "number of orders by country", Catalog = catalog, Schema = RetrievedSchema.Empty });

        Assert.Contains(draft.Notes, n => n.Contains("no key is declared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_AddsUpPrices_Doubts() =>
        Assert.Contains((await SmallShop.DraftAsync("total list price per brand")).Notes, n => n == "products.list_price is added up, which may mean nothing.");
}
