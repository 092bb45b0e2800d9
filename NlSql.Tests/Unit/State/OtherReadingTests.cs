using NlSql.Core.Language.Generation;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

public sealed class OtherReadingTests
{
    private const string Question = "revenue in 2025 by channel";

    [Theory]
    [InlineData(Question, "revenue", "sum of orders.total_amount", "payments.amount", "payments.amount in 2025 by channel")]
    [InlineData(Question, "channel", "group by orders.channel", "campaigns.channel", "revenue in 2025 by campaigns.channel")]
    [InlineData("customers from Germany", "Germany", "regions.country = Germany", "suppliers.country = Germany", "customers from suppliers.country = Germany")]
    [InlineData("price by year", "year", "group by cars.year", "models.year", "price by models.year")]
    [InlineData("order orders by order", "order", "sales.orders", "x.y", "x.y orders by order")]
    [InlineData("reorders of orders", "orders", "sales.orders", "x.y", "reorders of x.y")]
    public void Ask_AName_PutsTheOtherInItsPlace(string question, string phrase, string meaning, string other, string asked) =>
        Assert.Equal(asked, OtherReading.Ask(question, new Understanding(phrase, meaning, [other]), other));

    [Theory]
    [InlineData(Question, "2025", "revenue with orders.shipped_at in 2025 by channel")]
    [InlineData("revenue last month by channel", "last month", "revenue with orders.shipped_at last month by channel")]
    [InlineData("revenue since the 2024-01-01", "2024-01-01", "revenue with orders.shipped_at since the 2024-01-01")]
    [InlineData("sales between January and March 2025", "January", "sales with orders.shipped_at between January and March 2025")]
    [InlineData("2025 revenue", "2025", "with orders.shipped_at 2025 revenue")]
    public void Ask_APeriod_KeepsIt(string question, string phrase, string asked) =>
        Assert.Equal(asked, OtherReading.Ask(question, new Understanding(phrase, "orders.ordered_at", []), "orders.shipped_at"));

    [Theory]
    [InlineData("revenue by month", "month", "group by month", "orders.shipped_at")]
    [InlineData("customers with more than 3 orders", "3", "number of sales.orders", "monthly_revenue.orders")]
    [InlineData("revenue", "turnover", "sum of orders.total_amount", "payments.amount")]
    [InlineData("revenue", "", "only shipped orders", "all orders")]
    public void Ask_NoWordingThatKeepsTheRest_IsNotOffered(string question, string phrase, string meaning, string other) =>
        Assert.Null(OtherReading.Ask(question, new Understanding(phrase, meaning, [other]), other));
}
