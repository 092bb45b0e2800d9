using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

/// <summary>What the site says wins over what is found, and is called so.</summary>
public sealed class GivenFactsTests
{
    private static readonly TableInfo Project = Table(
        "project", 90, "id", Number("id", 90), Text("name"), Text("nick"), Number("batch"), Number("urgent", 2, "0", "1"), Text("mark", "X", "-"),
        Date("start_date"), Date("end_date", "9999-12-31"), Date("signed_on"), Number("pieces"), Amount("worth"));

    [Fact]
    public void History_IsWhatTheSiteSays()
    {
        var fares = Table("fares", 90, "zone valid_from", Number("zone", 9), Date("valid_from"), Date("valid_to", "9999-12-31"));

        Assert.NotNull(Read(fares, "").History);
        Assert.Null(Read(fares, "not_histories: [fares]").History);
        Assert.NotNull(Read(fares, "not_histories: [fares]").Duration);
        Assert.Null(Read(fares, "not_histories: [other.fares]").Duration);
        var given = Read(Project, "histories: [{table: project, from: signed_on, to: end_date}]").History!;
        Assert.Equal(("signed_on", "end_date", "9999-12-31"), (given.From!.Info.Name, given.To!.Info.Name, given.OpenEnd));
        Assert.Contains("site file", given.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_AreWhatTheSiteSays()
    {
        var table = Read(Project, "{flags: [{column: mark, yes: X, no: '-'}], not_flags: [project.urgent]}");

        Assert.Equal("X", table.Column("mark").Flag!.Yes);
        Assert.Null(table.Column("urgent").Flag);
        Assert.NotNull(Read(Project, "").Column("urgent").Flag);
    }

    [Fact]
    public void MainDate_IsTheOneTheSiteNames()
    {
        var table = Read(Project, "dates: [{column: project.signed_on, verbs: [signed], main: true}]");

        Assert.Equal("signed_on", table.DefaultEvent!.Column.Info.Name);
        Assert.Equal(["signed"], table.DefaultEvent.Verbs);
        Assert.Single(table.Events, e => e.IsDefault);
        Assert.NotEqual("signed_on", Read(Project, "").DefaultEvent!.Column.Info.Name);
    }

    [Fact]
    public void Measures_OfTheSiteComeFirst()
    {
        var table = Read(Project, "{measures: [{table: project, name: takings, synonyms: [sales], expression: pieces * worth / 2}], not_measures: [batch]}");

        var first = table.Measures[0];
        Assert.Equal(("takings", "pieces × worth / 2"), (first.Name, first.Expression.ToString()));
        Assert.Contains("sales", first.Words);
        Assert.False(table.Column("batch").IsMeasure);
        Assert.True(table.Column("pieces").IsMeasure);
    }

    [Fact]
    public void Measure_OfColumnsThatAreNotThere_DoesNothing() =>
        Assert.DoesNotContain(Read(Project, "measures: [{table: project, name: takings, expression: pieces * price}]").Measures, m => m.Name == "takings");

    [Fact]
    public void Names_AreTheColumnsOfTheSite() =>
        Assert.Equal(["nick"], Read(Project, "names: [{table: project, columns: [nick]}]").Display.Select(c => c.Info.Name));

    [Fact]
    public void Lookup_IsTheTableOfTheSite()
    {
        var graph = Graph(
            [Project, Table("marks", 2, "mark", Text("mark", "X", "-"), Text("name", "a", "b"), Text("caption", "a", "b"))],
            "lookups: [{column: project.mark, table: marks, label: caption}]");

        Assert.Equal("caption", graph.Tables[0].Column("mark").Lookup!.Label.Info.Name);
    }

    private static TableNode Read(TableInfo table, string facts) => Graph([table], facts).Tables[0];

    private static SchemaGraph Graph(IReadOnlyList<TableInfo> tables, string facts)
    {
        var faults = new List<string>();
        var site = SiteReader.Read(facts.Length == 0 ? "" : $"facts: {(facts[0] == '{' ? facts : $"{{{facts}}}")}", faults);
        Assert.Empty(faults);
        return FactSchema.Graph(tables, [], site.Facts);
    }
}
