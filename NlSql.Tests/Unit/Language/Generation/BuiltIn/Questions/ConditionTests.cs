namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>
/// "or" binds the two beside it, whatever else is asked and wherever it stands; amounts are read with and without the sign of their currency.
/// </summary>
public sealed class ConditionTests
{

    [Theory]
    [InlineData("orders with status paid or cancelled and total amount over 500", "WHERE status IN ('paid', 'cancelled') AND total_amount > 500")]
    [InlineData("orders with total amount over 500 and status paid or cancelled", "WHERE total_amount > 500 AND status IN ('paid', 'cancelled')")]
    [InlineData("orders with total amount over 500 or status paid", "WHERE total_amount > 500 OR status = 'paid'")]
    [InlineData("number of orders with status paid or cancelled in 2025 with total amount over 500",
        "WHERE status IN ('paid', 'cancelled') AND ordered_at >= DATE '2025-01-01' AND ordered_at < DATE '2026-01-01' AND total_amount > 500")]
    [InlineData("number of orders with total amount over 500 in 2025 with status paid or cancelled",
        "WHERE total_amount > 500 AND ordered_at >= DATE '2025-01-01' AND ordered_at < DATE '2026-01-01' AND status IN ('paid', 'cancelled')")]
    [InlineData("orders that are paid or cancelled and over 500 total amount", "WHERE status IN ('paid', 'cancelled') AND total_amount > 500")]
    [InlineData("stores in Berlin or Paris with floor area over 100", "WHERE city IN ('Berlin', 'Paris') AND floor_area > 100")]
    [InlineData("number of stores in Berlin, Paris or Berlin", "WHERE city IN ('Berlin', 'Paris')")]
    public void Translate_OrAmongOtherConditions_BindsItsOwnSides(string question, string where) =>
        Assert.Contains(where, SmallShop.SqlOf(question), StringComparison.Ordinal);

    [Theory]
    [InlineData("products with list price over $500")]
    [InlineData("products with list price over € 500")]
    [InlineData("products with list price over £500")]
    [InlineData("products with list price over 500 €")]
    [InlineData("products with list price over 500$")]
    [InlineData("products with list price over $0.5k")]
    public void Translate_SignOfCurrency_IsPartOfTheAmount(string question) =>
        Assert.EndsWith(
            " FROM products WHERE list_price > 500",
            SmallShop.SqlOf(question).Replace("500.0", "500", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("products with list price between $5 and $10")]
    [InlineData("products with list price between 10 and 5")]
    public void Translate_Between_TakesTheSmallerFirst(string question) =>
        Assert.EndsWith("WHERE list_price >= 5 AND list_price <= 10", SmallShop.SqlOf(question), StringComparison.Ordinal);

    [Theory]
    [InlineData("products with list price over 1,5")]
    [InlineData("products with list price over 79228162514264337593543950336")]
    [InlineData("products with list price over 0.00000000000000000000000000001")]
    public void Translate_NumberThatIsNotReadExactly_IsNotUnderstood(string question)
    {
        var draft = SmallShop.Translate(question);

        Assert.Null(draft.Sql);
        Assert.Contains(question.Split(' ')[^1], draft.NotUnderstood);
    }

    [Fact]
    public void Translate_NumberBeyondLong_IsKeptExactly() =>
        Assert.EndsWith(
            "WHERE list_price > 12345678901234567890123",
            SmallShop.SqlOf("products with list price over 12345678901234567890123"),
            StringComparison.Ordinal);

    [Fact]
    public void Translate_HowManyHaveMoreThanAverage_CountsThem() => Assert.Equal(
        "SELECT COUNT(*) AS number_of_stores FROM ( SELECT stores.id, stores.name, COUNT(*) AS number_of_orders FROM orders JOIN stores "
        + "ON orders.store_id = stores.id GROUP BY stores.id, stores.name HAVING COUNT(*) > ( SELECT AVG(number_of_orders) AS average_number_of_orders "
        + "FROM ( SELECT stores_2.id, stores_2.name, COUNT(*) AS number_of_orders FROM orders AS orders_2 JOIN stores AS stores_2 "
        + "ON orders_2.store_id = stores_2.id GROUP BY stores_2.id, stores_2.name ) AS matching ) ) AS matching",
        SmallShop.SqlOf("how many stores have more orders than average"));
}
