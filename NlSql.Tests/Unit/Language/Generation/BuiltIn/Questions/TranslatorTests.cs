namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>Kinds of questions that once were answered wrongly, asked of the translator as users get it rather than of its readers.</summary>
public sealed class TranslatorTests
{
    [Theory]
    [InlineData("orders in 2025 March", "ordered_at >= DATE '2025-03-01' AND ordered_at < DATE '2025-04-01'")]
    [InlineData("number of orders in 2024 December", "ordered_at >= DATE '2024-12-01' AND ordered_at < DATE '2025-01-01'")]
    [InlineData("products with list price over $500", "list_price > 500")]
    [InlineData("products with list price over 500 €", "list_price > 500")]
    [InlineData("paid or cancelled orders with total amount over 500", "status IN ('paid', 'cancelled') AND total_amount > 500")]
    [InlineData("revenue in the first half of 2024", "ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2024-07-01'")]
    [InlineData("which month had the highest order total", "ORDER BY total_line_total DESC NULLS LAST, month LIMIT 1")]
    [InlineData("which stores have the highest and the lowest revenue", "UNION ALL ( SELECT 'lowest' AS which")]
    [InlineData("how many paid orders and how many cancelled orders", "COUNT(*) FILTER (WHERE status = 'paid')")]
    [InlineData("number of orders not from Berlin", "stores.city IS DISTINCT FROM 'Berlin'")]
    public void Translate_KindThatOnceWasWrong_HasTheCondition(string question, string condition)
    {
        var draft = SmallShop.Translate(question);

        Assert.True(draft.Sql is not null, draft.Declined?.Reason);
        Assert.Contains(condition, SmallShop.OnOneLine(draft.Sql), StringComparison.Ordinal);
    }
}
