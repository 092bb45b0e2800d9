using NlSql.Core.Language.Retrieval.Lexical;

namespace NlSql.Tests.Unit.Language.Retrieval.Lexical;

public sealed class FieldedIndexTests
{
    private static readonly FieldedIndex Index = FieldedIndex.Build(
        [new LexicalField("name", 3, 0.3), new LexicalField("rest", 1, 0.7)],
        [
            [["order"], ["customer", "date"]],
            [["customer"], ["name", "city"]],
            [["region"], ["name"]],
        ]);

    [Fact]
    public void Score_TermInTheName_BeatsTermElsewhere()
    {
        var scores = Score("customer");

        Assert.True(scores[1] > scores[0]);
        Assert.True(scores[0] > 0);
        Assert.Equal(0, scores[2]);
    }

    [Fact]
    public void Score_RareTerm_CountsMoreThanACommonOne() => Assert.True(Score("region")[2] > Score("name")[2]);

    [Fact]
    public void Score_UnknownTerm_AddsNothing() => Assert.All(Score("volcano"), static s => Assert.Equal(0, s));

    [Fact]
    public void Build_NoDocuments_GivesAnEmptyIndex() => Assert.Equal(0, FieldedIndex.Build([new LexicalField("name", 1, 0)], []).Documents);

    private static float[] Score(params string[] terms)
    {
        var scores = new float[Index.Documents];
        Index.Score(terms.Select(static t => new WeightedTerm(t, 1)), scores);
        return scores;
    }
}
