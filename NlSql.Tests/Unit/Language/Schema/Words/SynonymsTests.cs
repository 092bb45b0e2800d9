using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Schema.Words;

public sealed class SynonymsTests
{
    [Theory]
    [InlineData("staff", "employee")]
    [InlineData("clients", "customers")]
    [InlineData("spent", "total amount")]
    [InlineData("stock", "units in stock")]
    [InlineData("boss", "reports to")]
    [InlineData("born", "birth date")]
    [InlineData("hired", "hire date")]
    [InlineData("date of birth", "birth date")]
    public void Of_EverydayPhrase_MeansSchemaWords(string said, string meant) =>
        Assert.Contains(Synonyms.English.Of(Lemmas.OfPhrase(said)), m => m.Words.SequenceEqual(Lemmas.OfPhrase(meant)) && m.Score is > 0.5 and < 1);

    [Fact]
    public void Of_SeveralMeanings_AreScoredInTheirOrder()
    {
        var scores = Synonyms.English.Of(["cheap"]).Select(m => m.Score).ToList();

        Assert.Equal(scores.OrderDescending(), scores);
        Assert.True(scores[0] > scores[^1]);
    }

    [Fact]
    public void Of_OneWayMeaning_DoesNotHoldBackwards()
    {
        Assert.Contains(Synonyms.English.Of(["cheap"]), m => m.Words is ["price"]);
        Assert.DoesNotContain(Synonyms.English.Of(["price"]), m => m.Words is ["cheap"]);
    }

    [Fact]
    public void Of_UnknownWord_MeansNothing() => Assert.Empty(Synonyms.English.Of(["flurbel"]));
}
