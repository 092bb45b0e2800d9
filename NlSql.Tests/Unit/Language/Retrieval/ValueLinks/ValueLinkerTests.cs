using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.ValueLinks;

namespace NlSql.Tests.Unit.Language.Retrieval.ValueLinks;

public sealed class ValueLinkerTests
{
    private static readonly SchemaCatalog Catalog = RetrievalParts.Catalog(
        "v",
        RetrievalParts.Table(
            "t",
            RetrievalParts.Column("place", ColumnKind.Text, "New York", "York", "Berlin"),
            RetrievalParts.Column("kind", ColumnKind.Text, "Laptop", "A", "2024"),
            RetrievalParts.Column("state", ColumnKind.Enum) with { EnumLabels = ["in_progress", "cancelled"] }));

    [Theory]
    [InlineData("sales in NEW YORK", "NEW YORK", "New York", 1)]
    [InlineData("sales in York", "York", "York", 1)]
    [InlineData("how many laptops", "laptops", "Laptop", 0.95)]
    [InlineData("tasks in progress", "in progress", "in_progress", 0.98)]
    [InlineData("shops in Berln", "Berln", "Berlin", 0.8)]
    [InlineData("orders that were canceled", "canceled", "cancelled", 0.8)]
    public void Find_ValueInTheQuestion_IsLinked(string question, string phrase, string value, double similarity)
    {
        var link = Assert.Single(Find(question));

        Assert.Equal(phrase, link.Phrase);
        Assert.Equal(phrase, question.Substring(link.Start, link.Length));
        Assert.Equal(value, link.Value);
        Assert.Equal(similarity, link.Similarity);
    }

    [Theory]
    [InlineData("what is a good place in 2024")]
    [InlineData("")]
    [InlineData("berth")]
    public void Find_NoValue_LinksNothing(string question) => Assert.Empty(Find(question));

    [Fact]
    public void Find_ManyValues_AreLimited() => Assert.InRange(Find(string.Join(' ', Enumerable.Repeat("Berlin Laptop", 500))).Count, 1, 50);

    [Fact]
    public void Find_ValueOfVeryManyColumns_IsLinkedToAFew()
    {
        var columns = Enumerable.Range(0, 100).Select(static i => RetrievalParts.Column($"flag{i}", ColumnKind.Text, "granted")).ToArray();
        var catalog = RetrievalParts.Catalog("many", RetrievalParts.Table("t", columns));

        Assert.Equal(12, new ValueLinker(catalog).Find("which are granted").Count);
    }

    private static IReadOnlyList<Core.Language.Retrieval.ValueLink> Find(string question) => new ValueLinker(Catalog).Find(question);
}
