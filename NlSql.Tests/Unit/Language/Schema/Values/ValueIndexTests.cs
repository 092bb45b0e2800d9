using NlSql.Core.Language.Schema.Values;

namespace NlSql.Tests.Unit.Language.Schema.Values;

public sealed class ValueIndexTests
{
    private static readonly ValueIndex Values = new(
        SchemaParts.Tables(
            "depots: id int, city = Zürich|New York|Łódź, kind = cold store|cross dock",
            "parcel_states: code = DLV|RTS|HLD, label = delivered|returned to sender|on hold",
            "drivers: id int, last_name personal = Moreau|Okafor, licence = B|CE"),
        SchemaParts.Knowledge.Dictionary);

    [Theory]
    [InlineData("Zürich", "Zürich", nameof(MatchKind.Exact))]
    [InlineData("zurich", "Zürich", nameof(MatchKind.Folded))]
    [InlineData("NEW YORK", "New York", nameof(MatchKind.Folded))]
    [InlineData("newyork", "New York", nameof(MatchKind.Folded))]
    [InlineData("lodz", "Łódź", nameof(MatchKind.Folded))]
    [InlineData("cold stores", "cold store", nameof(MatchKind.Plural))]
    [InlineData("deliverd", "delivered", nameof(MatchKind.Typo))]
    [InlineData("sender", "returned to sender", nameof(MatchKind.Word))]
    [InlineData("dlv", "DLV", nameof(MatchKind.Folded))]
    public void Find_Words_GiveTheValueAndHowTheyDid(string words, string value, string kind)
    {
        var link = Assert.Single(Values.Find(words.Split(' ')));

        Assert.Equal((value, kind), (link.Value, link.Kind.ToString()));
        Assert.NotNull(link.Rows);
    }

    [Theory]
    [InlineData("moreau")]
    [InlineData("parcel")]
    [InlineData("york town")]
    [InlineData("on")]
    [InlineData("to")]
    public void Find_NoValueOfTheData_GivesNothing(string words) => Assert.Empty(Values.Find(words.Split(' ')));

    [Fact]
    public void Find_BetterMatch_HasTheHigherScore()
    {
        double[] scores = [.. new[] { "Zürich", "cold stores", "deliverd", "hold" }.Select(words => Values.Find(words.Split(' '))[0].Score)];

        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(4, scores.Distinct().Count());
    }

    [Fact]
    public void Find_WordOfTheLanguageOneLetterAway_IsNoSlip()
    {
        var values = new ValueIndex(SchemaParts.Tables("walls: id int, part = border|corner"), SchemaParts.Knowledge.Dictionary);

        Assert.Empty(values.Find(["order"]));
        Assert.NotEmpty(values.Find(["bordr"]));
    }

    [Fact]
    public void Find_HalfOfASurrogatePair_IsNoValue() => Assert.Empty(Values.Find(["\uD83D"]));
}
