namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Shapes;

/// <summary>Shares and rates: which rows are counted, out of which.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData("What percentage of orders were cancelled in 2025?", "SELECT (100.0 * COUNT(*) FILTER (WHERE status = 'cancelled')) / NULLIF(COUNT(*), 0) "
        + "AS percentage FROM orders WHERE ordered_at >= DATE '2025-01-01' AND ordered_at < DATE '2026-01-01'")]
    [InlineData("What percentage of orders from Germany were cancelled?", "SELECT (100.0 * COUNT(*) FILTER (WHERE orders.status = 'cancelled')) / "
        + "NULLIF(COUNT(*), 0) AS percentage FROM orders JOIN customers ON orders.customer_id = customers.id WHERE customers.country = 'Germany'")]
    [InlineData("percentage of cancelled orders", "SELECT (100.0 * COUNT(*) FILTER (WHERE status = 'cancelled')) / NULLIF(COUNT(*), 0) AS percentage FROM "
        + "orders")]
    [InlineData("Which share of customers never ordered?", "SELECT CAST(COUNT(*) FILTER (WHERE NOT EXISTS ( SELECT 1 FROM orders WHERE orders.customer_id "
        + "= customers.id )) AS numeric) / NULLIF(COUNT(*), 0) AS share FROM customers")]
    [InlineData("share of orders with at least 2 payments", "SELECT CAST(COUNT(*) FILTER (WHERE ( SELECT COUNT(*) FROM payments WHERE payments.order_id = "
        + "orders.id ) >= 2) AS numeric) / NULLIF(COUNT(*), 0) AS share FROM orders")]
    public async Task Translate_StateAfterTheVerb_IsCountedAmongAllRows(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("share of orders per status", "SELECT status, CAST(COUNT(*) AS numeric) / NULLIF(SUM(COUNT(*)) OVER (), 0) AS share FROM orders GROUP BY "
        + "status ORDER BY CAST(COUNT(*) AS numeric) / NULLIF(SUM(COUNT(*)) OVER (), 0) DESC NULLS LAST")]
    [InlineData("percentage of revenue by brand", "SELECT products.brand, (100.0 * SUM(order_lines.line_total)) / NULLIF(SUM(SUM(order_lines.line_total)) "
        + "OVER (), 0) AS percentage FROM order_lines JOIN products ON order_lines.product_id = products.id GROUP BY products.brand ORDER BY (100.0 * "
        + "SUM(order_lines.line_total)) / NULLIF(SUM(SUM(order_lines.line_total)) OVER (), 0) DESC NULLS LAST")]
    [InlineData("share of orders by medium in 2025", "SELECT campaigns.medium, CAST(COUNT(*) AS numeric) / NULLIF(SUM(COUNT(*)) OVER (), 0) AS share FROM "
        + "orders LEFT JOIN campaigns ON orders.campaign_id = campaigns.id WHERE orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE "
        + "'2026-01-01' GROUP BY campaigns.medium ORDER BY CAST(COUNT(*) AS numeric) / NULLIF(SUM(COUNT(*)) OVER (), 0) DESC NULLS LAST")]
    public async Task Translate_NoRestriction_IsShareOfAllGroups(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("Share of cancelled orders by city", "SELECT stores.city, CAST(COUNT(*) FILTER (WHERE orders.status = 'cancelled') AS numeric) / "
        + "NULLIF(COUNT(*), 0) AS share FROM orders LEFT JOIN stores ON orders.store_id = stores.id GROUP BY stores.city ORDER BY CAST(COUNT(*) FILTER "
        + "(WHERE orders.status = 'cancelled') AS numeric) / NULLIF(COUNT(*), 0) DESC NULLS LAST")]
    [InlineData("percentage of orders that were cancelled per month in 2025", "SELECT date_trunc('month', ordered_at) AS month, (100.0 * COUNT(*) FILTER "
        + "(WHERE status = 'cancelled')) / NULLIF(COUNT(*), 0) AS percentage FROM orders WHERE ordered_at >= DATE '2025-01-01' AND ordered_at < DATE "
        + "'2026-01-01' GROUP BY date_trunc('month', ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    public async Task Translate_RestrictionAndBreakdown_IsShareWithinEachGroup(string question, string sql) =>
        Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("cancellation rate by country", "SELECT customers.country, CAST(COUNT(*) FILTER (WHERE orders.status = 'cancelled') AS numeric) / "
        + "NULLIF(COUNT(*), 0) AS rate FROM orders JOIN customers ON orders.customer_id = customers.id GROUP BY customers.country ORDER BY CAST(COUNT(*) "
        + "FILTER (WHERE orders.status = 'cancelled') AS numeric) / NULLIF(COUNT(*), 0) DESC NULLS LAST")]
    [InlineData("payment rate in 2025", "SELECT CAST(COUNT(*) FILTER (WHERE EXISTS ( SELECT 1 FROM payments WHERE payments.order_id = orders.id )) AS "
        + "numeric) / NULLIF(COUNT(*), 0) AS rate FROM orders WHERE orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE '2026-01-01'")]
    public async Task Translate_Rate_IsWhatHappenedOutOfWhatCouldHave(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));
}
