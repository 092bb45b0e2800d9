using NlSql.Core.Foundation.Site;

namespace NlSql.Tests.Unit.Foundation.Site;

public sealed class SiteGlossaryTests
{
    private static readonly SiteGlossary Glossary = new(new SiteKnowledge
    {
        Glossary =
        [
            new GlossaryTerm("revenue", "sum(sales.orders.total_amount)", null, ["turnover", "net sales"]),
            new GlossaryTerm("key account", null, "A customer of the first hundred", []),
        ],
    });

    [Theory]
    [InlineData("Revenue by month?", "revenue")]
    [InlineData("What were the Net-Sale figures?", "revenue")]
    [InlineData("turnovers of our key accounts", "revenue", "key account")]
    [InlineData("Keys of each account")]
    [InlineData("returnover")]
    [InlineData("")]
    public void In_Question_FindsEntriesByWholeWords(string question, params string[] terms) =>
        Assert.Equal(terms, Glossary.In(question).Select(entry => entry.Term));

    [Fact]
    public void Related_Question_HasTheOtherNamesAndWhatTheSqlNames() =>
        Assert.Equal("revenue turnover net sales sum(sales.orders.total_amount)", Glossary.Related("turnover in May"));

    [Fact]
    public void In_ManyEntries_GivesFewOfThem()
    {
        var glossary =
            new SiteGlossary(new SiteKnowledge { Glossary = [.. Enumerable.Range(0, 50).Select(i => new GlossaryTerm("margin", $"m{i}", null, []))] });

        Assert.Equal(12, glossary.In("margin").Count);
    }
}
