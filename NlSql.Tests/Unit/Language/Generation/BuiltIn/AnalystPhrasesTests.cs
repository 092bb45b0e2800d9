namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

/// <summary>How analysts ask in few words, and how they go on.</summary>
public sealed class AnalystPhrasesTests
{
    [Theory]
    [InlineData("best products by revenue", "SELECT products.id, products.name, SUM(order_lines.line_total) AS total_line_total FROM products JOIN "
        + "order_lines ON order_lines.product_id = products.id GROUP BY products.id, products.name ORDER BY SUM(order_lines.line_total) DESC NULLS LAST "
        + "LIMIT 10")]
    [InlineData("largest stores by floor area", "SELECT id, name, floor_area FROM stores ORDER BY floor_area DESC NULLS LAST LIMIT 10")]
    [InlineData("top brands by line total", "SELECT products.brand, SUM(order_lines.line_total) AS total_line_total FROM products JOIN order_lines ON "
        + "order_lines.product_id = products.id GROUP BY products.brand ORDER BY SUM(order_lines.line_total) DESC NULLS LAST LIMIT 10")]
    public async Task Translate_RankingWithoutNumber_ShowsSeveralInOrder(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("new customers per month in 2025", "SELECT CAST(date_trunc('month', signed_up_on) AS date) AS month, COUNT(*) AS number_of_customers FROM "
        + "customers WHERE signed_up_on >= DATE '2025-01-01' AND signed_up_on < DATE '2026-01-01' GROUP BY CAST(date_trunc('month', signed_up_on) AS date) "
        + "ORDER BY CAST(date_trunc('month', signed_up_on) AS date)")]
    [InlineData("carriers with counts", "SELECT carrier, COUNT(*) AS number_of_parcels FROM parcels GROUP BY carrier ORDER BY COUNT(*) DESC NULLS LAST")]
    [InlineData("monthly revenue", "SELECT date_trunc('month', ordered_at) AS month, SUM(total_amount) AS total_amount FROM orders GROUP BY "
        + "date_trunc('month', ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    public async Task Translate_CountThatNoWordAsksFor_IsCounted(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Fact]
    public async Task Translate_PeriodAsAdjective_TakesTheSameColumnAsAfterBy() =>
        Assert.Equal(await SmallShop.SqlAsync("revenue by month"), await SmallShop.SqlAsync("monthly revenue"));

    [Fact]
    public async Task Translate_RankAll_ShowsAllWithTheirPlaces() => Assert.Equal(
        "SELECT stores.id, stores.name, SUM(orders.total_amount) AS total_amount, RANK() OVER (ORDER BY SUM(orders.total_amount) DESC NULLS LAST) AS place "
        + "FROM stores JOIN orders ON orders.store_id = stores.id GROUP BY stores.id, stores.name ORDER BY SUM(orders.total_amount) DESC NULLS LAST",
        await SmallShop.SqlAsync("Rank the stores by revenue"));

    [Fact]
    public async Task Translate_MostRecentlyAndVerb_AsksForTheRows() => Assert.Equal(
        "SELECT country, id, name, signed_up_on FROM ( SELECT customers.country, customers.id, customers.name, "
        + "customers.signed_up_on, RANK() OVER (PARTITION BY customers.country ORDER BY customers.signed_up_on DESC NULLS LAST) AS "
        + "rank_in_group FROM customers ) AS matching WHERE rank_in_group = 1 ORDER BY country, rank_in_group",
        await SmallShop.SqlAsync("the most recently signed up customer in each country"));

    [Fact]
    public async Task Translate_VerbComparedWithAverage_AsksForTheRows() => Assert.Equal(
        "SELECT products.id, products.name, products.brand, products.list_price FROM products WHERE products.list_price > ( SELECT "
        + "AVG(products_2.list_price) FROM products AS products_2 )",
        await SmallShop.SqlAsync("Which products cost more than the average list price?"));

    [Fact]
    public async Task Translate_DeedDoneThroughAValue_FiltersByTheMeansOnly() => Assert.Equal(
        "SELECT COUNT(*) AS number_of_orders FROM orders WHERE EXISTS ( SELECT 1 FROM payments WHERE payments.order_id = orders.id AND payments.method = "
        + "'paypal' )",
        await SmallShop.SqlAsync("how many orders were paid by paypal"));

    [Fact]
    public async Task Translate_UnitsSoldByGroup_AreBrokenDown() =>
        Assert.Contains("GROUP BY products.brand", await SmallShop.SqlAsync("units sold by brand in 2025"), StringComparison.Ordinal);

    [Fact]
    public async Task Translate_FunctionSaidOnceForTwoMeasures_AppliesToBoth() => Assert.Equal(
        "SELECT product_id, SUM(quantity) AS total_quantity, SUM(line_total) AS total_line_total FROM order_lines GROUP BY product_id ORDER BY "
        + "SUM(quantity) DESC NULLS LAST",
        await SmallShop.SqlAsync("total quantity and line total per product id"));

    [Theory]
    [InlineData("only the top 3", "SELECT status, COUNT(*) AS number_of_orders FROM orders GROUP BY status ORDER BY COUNT(*) DESC NULLS LAST LIMIT 3")]
    [InlineData("bottom 3 only", "SELECT status, COUNT(*) AS number_of_orders FROM orders GROUP BY status ORDER BY COUNT(*) LIMIT 3")]
    public async Task Translate_RankAsFollowUp_KeepsMeasureAndTakesTheRightRows(string question, string sql) =>
        Assert.Equal(sql, await SmallShop.SqlAsync(question, "number of orders by status"));

    [Fact]
    public async Task Translate_PeriodAfterRank_KeepsBoth() => Assert.Equal(
        "SELECT status, COUNT(*) AS number_of_orders FROM orders WHERE ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2025-01-01' GROUP BY status "
        + "ORDER BY COUNT(*) DESC NULLS LAST LIMIT 3",
        await SmallShop.SqlAsync("now for 2024", "number of orders by status", "only the top 3"));
}
