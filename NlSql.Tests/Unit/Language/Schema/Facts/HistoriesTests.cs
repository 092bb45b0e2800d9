using NlSql.Core.Database.Catalog;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class HistoriesTests
{
    [Fact]
    public void EndThatIsNeverReached_MakesAHistory()
    {
        var history = FactSchema.Of(Table(
            "crew_post", 5000, "sailor_no post", Number("sailor_no", 2000), Text("post"), Date("from_date"), Date("to_date", "9999-01-01"))).History!;

        Assert.Equal(("from_date", "to_date", "9999-01-01"), (history.From!.Info.Name, history.To!.Info.Name, history.OpenEnd));
        Assert.Contains("9999-01-01", history.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstDayInTheKey_MakesAHistoryAlsoWithoutOpenRows()
    {
        var table = FactSchema.Of(Table("fare", 400, "zone valid_from", Number("zone", 12), Date("valid_from"), Date("valid_until"), Amount("price")));

        Assert.Null(table.History!.OpenEnd);
        Assert.Contains("key", table.History.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRowsOfWhichEachThingHasOne_MakeAHistory()
    {
        var tables = FactSchema.Of(
            [
                Table("nurse", 300, "id", Number("id", 300), Text("name")),
                Table("ward_assignment", 900, "id", Number("id", 900), Number("nurse_id", 290), Date("start_date"), Date("end_date", empty: 0.3)),
            ],
            Key("ward_assignment", "nurse_id", "nurse", "id"));

        Assert.NotNull(tables["ward_assignment"].History);
        Assert.Null(tables["nurse"].History);
    }

    [Fact]
    public void NamedThingWithStartAndEnd_HasADuration()
    {
        var tables = FactSchema.Of(
            [
                Table("client", 300, "id", Number("id", 300), Text("name")),
                Table("project", 900, "id", Number("id", 900), Text("name"), Number("client_id", 290), Date("start_date"), Date("end_date", empty: 0.6)),
            ],
            Key("project", "client_id", "client", "id"));

        Assert.Null(tables["project"].History);
        Assert.Equal("end_date", tables["project"].Duration!.To!.Info.Name);
    }

    [Fact]
    public void EventWhoseRowsBelongToNothingThatRepeats_HasADuration()
    {
        var table = FactSchema.Of(Table("outage", 90, "id", Number("id", 90), Date("started_on"), Date("ended_on", empty: 0.02)));

        Assert.Null(table.History);
        Assert.NotNull(table.Duration);
    }

    [Fact]
    public void VersionsOfANamedThingWithAFlag_AreAHistory()
    {
        var table = FactSchema.Of(Table(
            "dim_product",
            800,
            "product_key",
            Number("product_key", 800),
            Number("product_id", 300),
            Text("product_name"),
            Date("effective_from"),
            Date("effective_to", empty: 0.37),
            FactSchema.Of("is_current", ColumnKind.Boolean)));

        Assert.Equal("is_current", table.History!.Current!.Info.Name);
    }

    [Fact]
    public void FlagAlone_IsEnough()
    {
        var history = FactSchema.Of(Table("postal_address", 800, "id", Number("id", 800), Number("person_id", 500), Text("current_flag", "Y", "N"))).History!;

        Assert.Null(history.From);
        Assert.Equal("Y", history.Current!.Flag!.Yes);
    }

    [Theory]
    [InlineData("order_date", "shipped_date")]
    [InlineData("from_date", "end_of_line")]
    [InlineData("start_date", "updated_date")]
    public void OtherDates_AreNoPair(string first, string last)
    {
        var table = FactSchema.Of(Table("thing", 90, $"number {first}", Number("number", 30), Date(first), Date(last, "9999-12-31")));

        Assert.Null(table.History);
        Assert.Null(table.Duration);
    }

    [Fact]
    public void NamesRunTogether_AreAPair()
    {
        var table = FactSchema.Of(Table("tariff", 90, "zone xvalidfrom", Number("zone", 30), Date("xvalidfrom"), Date("xvalidto")));

        Assert.Equal("xvalidto", table.History!.To!.Info.Name);
    }

    [Fact]
    public void OfTwoPairs_TheOneInTheKeyCounts()
    {
        var table = FactSchema.Of(Table(
            "lease", 90, "flat lease_start", Number("flat", 30), Date("start"), Date("end"), Date("lease_start"), Date("lease_end", empty: 0.2)));

        Assert.Equal("lease_start", table.History!.From!.Info.Name);
    }
}
