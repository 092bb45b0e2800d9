namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Planning;

/// <summary>Sums of rows that a join would multiply.</summary>
public sealed class FiguresApartTests
{
    [Fact]
    public async Task Plan_SumsOfTablesThatMultiplyEachOther_AreTakenApart() => Assert.Equal(
        "SELECT ( SELECT SUM(orders.total_amount) AS total_amount FROM orders ) AS total_amount, ( SELECT SUM(order_lines.line_total) AS total_line_total "
        + "FROM order_lines ) AS total_line_total",
        await SmallShop.SqlAsync("What is the total amount of orders and the total line total?"));

    [Fact]
    public async Task Plan_FilterOnTheManySide_DoesNotMultiply() => Assert.Equal(
        "SELECT SUM(orders.total_amount) AS total_amount FROM orders WHERE EXISTS ( SELECT 1 FROM payments WHERE payments.order_id = orders.id AND "
        + "payments.method = 'paypal' )",
        await SmallShop.SqlAsync("What is the total amount of orders paid by paypal?"));

    [Fact]
    public async Task Draft_SumBrokenDownByTheManySide_IsDeclinedAndSaysWhy()
    {
        var draft = await SmallShop.DraftAsync("total amount of orders by carrier");

        Assert.Null(draft.Sql);
        Assert.StartsWith("orders.total_amount is counted once for every row of parcels that it meets.", draft.Declined!.Reason, StringComparison.Ordinal);
    }
}
