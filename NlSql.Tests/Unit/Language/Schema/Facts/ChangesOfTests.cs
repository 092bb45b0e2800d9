using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class ChangesOfTests
{
    [Fact]
    public void DayOfChangeInTheKey_TellsTheLastRowOfEachThing()
    {
        var table = FactSchema.Of(Table("pay_rates", 300, "worker_id changed_on", Number("worker_id"), Date("changed_on"), Amount("rate")));

        Assert.Equal(("changed_on", "worker_id"), (table.Changes!.From.Info.Name, Assert.Single(table.Changes.Things).Info.Name));
        Assert.Contains("last changed_on of each worker_id is in force", table.Changes.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void HistoryWithoutAKey_IsOfItsOnlyText()
    {
        var table = FactSchema.Of(Table("sugar_price_history", 40, "", Text("Supplier", "Candyco", "Beeline"), Date("Valid From"), Amount("Price")));

        Assert.Equal("Supplier", Assert.Single(table.Changes!.Things).Info.Name);
    }

    [Fact]
    public void HistoryWithAnEnd_IsNone() => Assert.Null(FactSchema.Of(
        Table("price_history", 40, "product_id valid_from", Number("product_id"), Date("valid_from"), Date("valid_to", empty: 0.2), Amount("price"))).Changes);

    [Theory]
    [InlineData("match_statistics", "match_date")]
    [InlineData("payments", "paid_on")]
    public void EventsOfThings_AreNone(string name, string date) =>
        Assert.Null(FactSchema.Of(Table(name, 300, $"player_id {date}", Number("player_id"), Date(date), Amount("amount"))).Changes);
}
