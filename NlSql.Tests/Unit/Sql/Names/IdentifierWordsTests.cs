using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Names;

public sealed class IdentifierWordsTests
{
    [Theory]
    [InlineData("order_items.unitPrice", "order items unit price")]
    [InlineData("HTTPServerURLs", "http server urls")]
    [InlineData("address2", "address 2")]
    [InlineData("Straße_Größe", "straße größe")]
    [InlineData("  --  ", "")]
    [InlineData("how many IDs?", "how many ids")]
    public void Split_Name_GivesItsWords(string name, string expected) => Assert.Equal(expected, string.Join(' ', IdentifierWords.Split(name)));

    [Fact]
    public void SplitAt_Question_PointsIntoIt()
    {
        const string Question = "Orders, from “Berlin”";

        Assert.Equal(["Orders", "from", "Berlin"], IdentifierWords.SplitAt(Question).Select(s => Question.Substring(s.Start, s.Length)));
    }
}
