namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Shapes;

/// <summary>Several kinds of related rows: each is looked for, and counted, on its own.</summary>
public sealed class RelatedRowsTests
{
    [Theory]
    [InlineData("Which orders have at least 2 payments and at least 3 parcels?", "SELECT orders.id FROM orders WHERE ( SELECT COUNT(*) FROM "
        + "payments WHERE payments.order_id = orders.id ) >= 2 AND ( SELECT COUNT(*) FROM parcels WHERE parcels.order_id = orders.id ) >= 3")]
    [InlineData("Which orders have at least 2 payments or at least 3 parcels?", "SELECT orders.id FROM orders WHERE ( SELECT COUNT(*) FROM "
        + "payments WHERE payments.order_id = orders.id ) >= 2 OR ( SELECT COUNT(*) FROM parcels WHERE parcels.order_id = orders.id ) >= 3")]
    [InlineData("How many customers do not have more than 5 orders?", "SELECT COUNT(*) AS number_of_customers FROM customers WHERE ( SELECT COUNT(*) FROM "
        + "orders WHERE orders.customer_id = customers.id ) <= 5")]
    public async Task Translate_CountsOfSeveralTables_DoNotMultiply(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("Which customers have paid orders and cancelled orders?", "SELECT customers.id, customers.name FROM customers WHERE EXISTS ( SELECT 1 FROM "
        + "orders WHERE orders.customer_id = customers.id AND orders.status = 'paid' ) AND EXISTS ( SELECT 1 FROM orders AS orders_2 WHERE "
        + "orders_2.customer_id = customers.id AND orders_2.status = 'cancelled' )")]
    [InlineData("customers with both paid orders and cancelled orders", "SELECT customers.id, customers.name FROM customers WHERE EXISTS ( SELECT 1 FROM "
        + "orders WHERE orders.customer_id = customers.id AND orders.status = 'paid' ) AND EXISTS ( SELECT 1 FROM orders AS orders_2 WHERE "
        + "orders_2.customer_id = customers.id AND orders_2.status = 'cancelled' )")]
    [InlineData("Which customers ordered in 2024 but not in 2025?", "SELECT customers.id, customers.name FROM customers WHERE EXISTS ( SELECT 1 FROM "
        + "orders WHERE orders.customer_id = customers.id AND (orders.ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2025-01-01') ) AND NOT "
        + "EXISTS ( SELECT 1 FROM orders AS orders_2 WHERE orders_2.customer_id = customers.id AND (orders_2.ordered_at >= DATE '2025-01-01' AND "
        + "orders_2.ordered_at < DATE '2026-01-01') )")]
    public async Task Translate_WhatNoRowCanBe_IsLookedForInSeveral(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("Which customers never ordered?", "SELECT customers.id, customers.name FROM customers WHERE NOT EXISTS ( SELECT 1 FROM orders WHERE "
        + "orders.customer_id = customers.id )")]
    public async Task Translate_NeverVerb_IsAntiJoin(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));
}
