using NlSql.Core.Foundation.Site;

namespace NlSql.Tests.Unit.Foundation.Site;

public sealed class SiteFactsTests
{
    [Fact]
    public void Read_AllFacts_KnowsThem()
    {
        var faults = new List<string>();

        var facts = SiteReader.Read(
            """
            facts:
              histories:
                - {table: hr.pay, from: since, to: until}
              not_histories: [projects]
              flags:
                - {column: crm.people.mark, yes: X, no: "-"}
              not_flags: ["*.gender"]
              dates:
                - {column: letters.stamp, verbs: [posted, mailed], main: true}
              measures:
                - {table: shop.lines, name: revenue, synonyms: [takings], expression: pieces * "unit price" - 0.5}
              not_measures: [lines.batch]
              names:
                - {table: crm.people, columns: [nick]}
              lookups:
                - {column: lines.kind, table: kinds, label: caption}
            """,
            faults).Facts;

        Assert.Empty(faults);
        Assert.True(Assert.Single(facts.Histories).Table.Matches("hr", "pay"));
        Assert.False(facts.Histories[0].Table.Matches("old", "pay"));
        Assert.True(Assert.Single(facts.NotHistories).Matches("any", "projects"));
        Assert.Equal(("X", "-"), (Assert.Single(facts.Flags).Yes, facts.Flags[0].No));
        Assert.True(Assert.Single(facts.NotFlags).Matches("hr", "staff", "gender"));
        Assert.Equal(["posted", "mailed"], Assert.Single(facts.Dates).Verbs);
        var product = new SiteOperation(new SiteColumn("pieces"), '*', new SiteColumn("unit price"));
        Assert.Equal(new SiteOperation(product, '-', new SiteNumber(0.5m)), Assert.Single(facts.Measures).Expression);
        Assert.True(Assert.Single(facts.NotMeasures).Matches("shop", "lines", "batch"));
        Assert.Equal(["nick"], Assert.Single(facts.Names).Columns);
        Assert.Equal("caption", Assert.Single(facts.Lookups).Label);
    }

    [Theory]
    [InlineData("histories:\n    - table: a.b.c\n      to: x", "line 3", "facts.histories")]
    [InlineData("histories:\n    - table: pay", "line 3", "facts.histories")]
    [InlineData("flags:\n    - {column: mark, yes: X}", "line 3", "facts.flags")]
    [InlineData("flags:\n    - {column: mark, yes: X, no: X}", "line 3", "facts.flags")]
    [InlineData("measures:\n    - table: lines\n      name: revenue\n      expression: sum(price)", "line 5", "facts.measures")]
    [InlineData("measures:\n    - table: lines\n      name: revenue\n      expression: a * (b", "line 5", "facts.measures")]
    [InlineData("measures:\n    - {table: lines, expression: a}", "line 3", "facts.measures")]
    [InlineData("names:\n    - {table: people}", "line 3", "facts.names")]
    [InlineData("lookups:\n    - {column: kind, table: kinds}", "line 3", "facts.lookups")]
    [InlineData("not_flags:\n    - a..b", "line 3", "facts.not_flags")]
    [InlineData("not_flags:\n    - [a, b]", "line 3", "SITE_FILE")]
    [InlineData("historys: []", "line 2", "historys")]
    public void Read_FaultInFacts_NamesLineAndKey(string yaml, string line, string key)
    {
        var faults = new List<string>();

        SiteReader.Read("facts:\n  " + yaml, faults);

        var fault = Assert.Single(faults);
        Assert.Contains(line, fault, StringComparison.Ordinal);
        Assert.Contains(key, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a +")]
    [InlineData("a b")]
    [InlineData("1.2.3")]
    [InlineData("\"\" + a")]
    [InlineData("\"a")]
    [InlineData("f(x)")]
    [InlineData("a; DROP TABLE b")]
    public void Expression_ThatIsNoArithmetic_IsNone(string text) => Assert.Null(SiteExpression.Parse(text));

    [Fact]
    public void Expression_OfEndlessBrackets_IsNone() => Assert.Null(SiteExpression.Parse(new string('(', 100_000) + "a"));
}
