using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class LookupsTests
{
    [Fact]
    public void SmallTableBehindAKey_SaysWhatCodesMean()
    {
        var tables = FactSchema.Of(
            [
                Table("incident", 9000, "id", Number("id", 9000), Number("severity_id", 4), Date("reported_on")),
                Table("severity", 4, "id", Number("id", 4), Text("label", "low", "high"), Text("hint", "a", "b")),
            ],
            Key("incident", "severity_id", "severity", "id"));

        var lookup = tables["incident"].Column("severity_id").Lookup!;

        Assert.Equal("label", lookup.Label.Info.Name);
        Assert.NotNull(lookup.Edge);
        Assert.Contains("4 rows", lookup.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void CodesThatAllStandInATableOfThatName_NeedNoKey()
    {
        var tables = FactSchema.Of([
            Table("specimen", 9000, "id", Number("id", 9000), Text("tissue", "LIV", "KID")),
            Table("tissue_types", 3, "short", Text("short", "LIV", "KID", "LNG"), Text("meaning", "liver", "kidney", "lung")),
            Table("organ_names", 3, "short", Text("short", "LIV", "KID", "LNG"), Text("meaning", "liver", "kidney", "lung")),
        ]);

        var lookup = tables["specimen"].Column("tissue").Lookup!;

        Assert.Equal("tissue_types", lookup.Table.Name);
        Assert.Null(lookup.Edge);
    }

    [Fact]
    public void ValueThatTheTableDoesNotHold_IsNoCode()
    {
        var tables = FactSchema.Of([
            Table("specimen", 9000, "id", Number("id", 9000), Text("tissue", "LIV", "SKN")),
            Table("tissue_types", 3, "short", Text("short", "LIV", "KID", "LNG"), Text("meaning", "liver", "kidney", "lung")),
        ]);

        Assert.Null(tables["specimen"].Column("tissue").Lookup);
    }

    [Theory]
    [InlineData("patient", 9)]
    [InlineData("village", 5000)]
    public void PeopleAndManyThings_AreNoLookup(string name, long rows)
    {
        var tables = FactSchema.Of(
            [
                Table("stay", 9000, "id", Number("id", 9000), Number("for_id", rows)),
                Table(name, rows, "id", Number("id", rows), Text("name", "a", "b")),
            ],
            Key("stay", "for_id", name, "id"));

        Assert.Null(tables["stay"].Column("for_id").Lookup);
    }

    [Fact]
    public void TableWithAmountsAndDates_IsNoLookup()
    {
        var tables = FactSchema.Of(
            [
                Table("line", 9000, "id", Number("id", 9000), Number("basket_id", 50)),
                Table("basket", 50, "id", Number("id", 50), Text("name", "a", "b"), Date("made_on"), Amount("total")),
            ],
            Key("line", "basket_id", "basket", "id"));

        Assert.Null(tables["line"].Column("basket_id").Lookup);
    }
}
