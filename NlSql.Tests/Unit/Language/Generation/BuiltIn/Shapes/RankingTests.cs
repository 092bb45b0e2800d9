namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Shapes;

/// <summary>Places within groups, places other than the first, medians, averages over groups.</summary>
public sealed class RankingTests
{
    [Theory]
    [InlineData("Top 3 products by revenue in each brand", "SELECT id, name, brand, total_line_total FROM ( SELECT products.id, products."
        + "name, products.brand, SUM(order_lines.line_total) AS total_line_total, RANK() OVER (PARTITION BY products.brand ORDER BY "
        + "SUM(order_lines.line_total) DESC NULLS LAST) AS rank_in_group FROM products JOIN order_lines ON order_lines.product_id = products.id GROUP BY "
        + "products.brand, products.id, products.name ) AS matching WHERE rank_in_group <= 3 ORDER BY brand, rank_in_group")]
    [InlineData("What is the most expensive product of each brand?", "SELECT brand, id, name, list_price FROM ( SELECT products.brand, "
        + "products.id, products.name, products.list_price, RANK() OVER (PARTITION BY products.brand ORDER BY "
        + "products.list_price DESC NULLS LAST) AS rank_in_group FROM products ) AS matching WHERE rank_in_group = 1 ORDER BY brand, rank_in_group")]
    [InlineData("For each store, which customer placed the most orders?", "SELECT stores_id, stores_name, customers_id, customers_name, number_of_orders "
        + "FROM ( SELECT stores.id AS stores_id, stores.name AS stores_name, customers.id AS customers_id, customers.name AS customers_name, COUNT(*) AS "
        + "number_of_orders, RANK() OVER (PARTITION BY stores.id, stores.name ORDER BY COUNT(*) DESC NULLS LAST) AS rank_in_group FROM customers JOIN "
        + "orders ON orders.customer_id = customers.id JOIN stores ON orders.store_id = stores.id GROUP BY stores.id, stores.name, customers.id, "
        + "customers.name ) AS matching WHERE rank_in_group = 1 ORDER BY stores_id, stores_name, rank_in_group")]
    public async Task Translate_LimitWithEach_HoldsWithinEachGroup(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("Which product has the second highest list price?", "SELECT id, name, list_price FROM ( SELECT products.id, products.name, "
        + "products.list_price, DENSE_RANK() OVER (ORDER BY products.list_price DESC NULLS LAST) AS rank_in_group FROM products ) AS "
        + "matching WHERE rank_in_group = 2 ORDER BY rank_in_group")]
    [InlineData("Which customer has the third most orders?", "SELECT id, name, number_of_orders FROM ( SELECT customers.id, customers.name, "
        + "COUNT(*) AS number_of_orders, DENSE_RANK() OVER (ORDER BY COUNT(*) DESC NULLS LAST) AS rank_in_group FROM customers JOIN orders ON "
        + "orders.customer_id = customers.id GROUP BY customers.id, customers.name ) AS matching WHERE rank_in_group = 3 ORDER BY rank_in_group")]
    public async Task Translate_Ordinal_IsThatPlace(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("median total amount by status", "SELECT status, percentile_cont(0.5) WITHIN GROUP (ORDER BY total_amount) AS median_total_amount FROM "
        + "orders GROUP BY status ORDER BY percentile_cont(0.5) WITHIN GROUP (ORDER BY total_amount) DESC NULLS LAST")]
    public async Task Translate_Median_IsPercentile(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("Which stores have more orders than average?", "SELECT stores.id, stores.name FROM stores JOIN orders ON orders.store_id = stores.id GROUP "
        + "BY stores.id, stores.name HAVING COUNT(*) > ( SELECT AVG(number_of_orders) AS average_number_of_orders FROM ( SELECT stores.id, stores.name, "
        + "COUNT(*) AS number_of_orders FROM orders JOIN stores ON orders.store_id = stores.id GROUP BY stores.id, stores.name ) AS matching )")]
    [InlineData("Which customers spent more than average?", "SELECT customers.id, customers.name FROM customers JOIN orders ON orders.customer_id = "
        + "customers.id GROUP BY customers.id, customers.name HAVING SUM(orders.total_amount) > ( SELECT AVG(total_amount) AS average_total_amount FROM ( "
        + "SELECT customers.id, customers.name, SUM(orders.total_amount) AS total_amount FROM orders JOIN customers ON orders.customer_id = customers.id "
        + "GROUP BY customers.id, customers.name ) AS matching )")]
    public async Task Translate_MoreThanAverage_ComparesWithAllGroups(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));
}
