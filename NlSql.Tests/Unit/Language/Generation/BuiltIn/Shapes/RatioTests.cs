namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Shapes;

/// <summary>Ratios of two quantities, over the same rows or over different ones.</summary>
public sealed class RatioTests
{
    [Theory]
    [InlineData("What is the ratio of paid orders to cancelled orders?", "SELECT CAST(COUNT(*) FILTER (WHERE status = 'paid') AS numeric) / "
        + "NULLIF(COUNT(*) FILTER (WHERE status = 'cancelled'), 0) AS ratio FROM orders")]
    [InlineData("ratio of paid orders to cancelled orders by country", "SELECT customers.country, CAST(COUNT(*) FILTER (WHERE orders.status = 'paid') AS "
        + "numeric) / NULLIF(COUNT(*) FILTER (WHERE orders.status = 'cancelled'), 0) AS ratio FROM orders JOIN customers ON orders.customer_id = "
        + "customers.id GROUP BY customers.country ORDER BY CAST(COUNT(*) FILTER (WHERE orders.status = 'paid') AS numeric) / NULLIF(COUNT(*) FILTER "
        + "(WHERE orders.status = 'cancelled'), 0) DESC NULLS LAST")]
    [InlineData("What is the ratio of customers with more than 3 orders to customers with exactly 3 orders?", "SELECT CAST(COUNT(*) FILTER (WHERE ( SELECT "
        + "COUNT(*) FROM orders WHERE orders.customer_id = customers.id ) > 3) AS numeric) / NULLIF(COUNT(*) FILTER (WHERE ( SELECT COUNT(*) FROM orders "
        + "AS orders_2 WHERE orders_2.customer_id = customers.id ) = 3), 0) AS ratio FROM customers")]
    public async Task Translate_TwoKindsOfTheSameRows_AreCountedInOneRow(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("What is the ratio of orders to customers?", "SELECT CAST(( SELECT COUNT(*) AS number_of_orders FROM orders ) AS numeric) / NULLIF(( "
        + "SELECT COUNT(*) AS number_of_customers FROM customers ), 0) AS ratio")]
    public async Task Translate_DifferentRows_AreCountedApart(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("ratio of quantity to line total for each brand", "SELECT products.brand, CAST(SUM(order_lines.quantity) AS numeric) / "
        + "NULLIF(SUM(order_lines.line_total), 0) AS ratio FROM order_lines JOIN products ON order_lines.product_id = products.id GROUP BY products.brand "
        + "ORDER BY CAST(SUM(order_lines.quantity) AS numeric) / NULLIF(SUM(order_lines.line_total), 0) DESC NULLS LAST")]
    public async Task Translate_TwoColumnsOfARow_AreDividedInTheRow(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));
}
