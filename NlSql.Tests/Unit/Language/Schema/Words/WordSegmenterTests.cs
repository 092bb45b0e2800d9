using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Schema.Words;

public sealed class WordSegmenterTests
{
    [Theory]
    [InlineData("listedsecurity", "listed security")]
    [InlineData("securitygroupportbindings", "security group port bindings")]
    [InlineData("lastname", "last name")]
    [InlineData("orderdate", "order date")]
    [InlineData("inventory", "inventory")]
    [InlineData("customers", "customers")]
    [InlineData("xqzvbw", "xqzvbw")]
    [InlineData("id", "id")]
    public void Split_JoinedName_GivesItsWords(string name, string expected) => Assert.Equal(expected, string.Join(' ', RetrievalParts.Segmenter.Split(name)));

    [Fact]
    public void With_HouseWord_IsUsed()
    {
        Assert.Equal(["frobnitz", "count"], RetrievalParts.Segmenter.With(["frobnitz"]).Split("frobnitzcount"));
    }
}
