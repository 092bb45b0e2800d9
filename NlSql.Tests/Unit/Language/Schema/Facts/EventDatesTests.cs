using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Facts;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class EventDatesTests
{
    [Theory]
    [InlineData("hire_date", "hired")]
    [InlineData("joined_on", "joined")]
    [InlineData("date_of_birth", "born")]
    [InlineData("order_date", "placed")]
    [InlineData("shipped_date", "shipped")]
    [InlineData("paid_at", "paid")]
    [InlineData("created_at", "added")]
    [InlineData("opened_on", "opened")]
    [InlineData("closed_on", "closed")]
    [InlineData("delivered_at", "delivered")]
    [InlineData("due_date", "due")]
    [InlineData("order_delivered_at", "delivered")]
    [InlineData("death_date", "died")]
    [InlineData("published", "published")]
    public void Column_GoesWithItsVerb(string column, string verb) =>
        Assert.Contains(verb, EventsOf(Table("thing", 90, "id", Number("id"), Date(column)))[0].Verbs);

    [Theory]
    [InlineData("orders", "order_date", "order_date required_date shipped_date")]
    [InlineData("orders", "placed_at", "created_at updated_at placed_at paid_at")]
    [InlineData("staff", "hire_date", "birth_date hire_date left_on")]
    [InlineData("customers", "created_at", "birth_date created_at updated_at")]
    [InlineData("invoices", "invoice_date", "due_date invoice_date paid_on")]
    [InlineData("visits", "visit_date", "created_at visit_date")]
    [InlineData("measurements", "date", "loaded_at date")]
    [InlineData("letters", "sent_on", "sent_on answered_due_on")]
    public void DateMeantWhereNoneIsNamed_BringsTheRowAbout(string table, string expected, string dates)
    {
        var events = EventsOf(Table(table, 900, "id", [Number("id", 900), .. dates.Split(' ').Select(d => Date(d))]));

        Assert.Equal(expected, events[0].Column.Info.Name);
        Assert.True(events[0].IsDefault);
        Assert.Single(events, e => e.IsDefault);
        Assert.Contains("meant where no date is named", events[0].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("birth_date")]
    [InlineData("last_updated")]
    [InlineData("planned_on")]
    public void DateOfAnotherKind_IsMeantByItsNameOnly(string date)
    {
        var table = FactSchema.Of(Table("things", 90, "id", Number("id"), Date(date)));

        Assert.Null(table.DefaultEvent);
        Assert.Single(table.Events);
    }

    [Fact]
    public void Plans_AreSaidToBeSome()
    {
        var events = EventsOf(Table("parcels", 90, "id", Number("id"), Date("expected_delivery"), Date("delivered_on", empty: 0.2)));

        Assert.True(events.Single(e => e.Column.Info.Name == "expected_delivery").IsPlanned);
        Assert.False(events.Single(e => e.Column.Info.Name == "delivered_on").IsPlanned);
    }

    [Fact]
    public void EndsOfAHistory_AreItsEnds()
    {
        var table = FactSchema.Of(Table(
            "fare", 90, "zone date_effective_from", Number("zone", 9), Date("date_effective_from"), Date("date_effective_to", "9999-12-31")));

        Assert.Equal("date_effective_from", table.DefaultEvent!.Column.Info.Name);
        Assert.Contains("ended", table.Events[1].Verbs);
    }

    private static IReadOnlyList<EventDate> EventsOf(TableInfo table) => FactSchema.Of(table).Events;
}
