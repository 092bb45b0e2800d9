using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Finds a breakdown that was asked for and is not in the answer: "total fees by plan", where one sum is all that came of it because the plans are what has
/// the fees.
/// </summary>
internal static class LooseGroups
{
    private const string By = "by";

    /// <summary>"by" with the word after it; none where something is grouped or put in an order.</summary>
    public static IEnumerable<Span> In(IReadOnlyList<Token> tokens, Answer answer, Lexicon lexicon) =>
        FrameTables.Frames(answer).Any(f => f.By.Count > 0 || f.Order.Count > 0 || f.Rank is not null) ? []
            : Enumerable.Range(1, Math.Max(0, tokens.Count - 2)).Where(i => IsGrouping(tokens, i, lexicon)).Select(i => new Span(i, 2));

    /// <summary>Not "written by", which says who did it.</summary>
    private static bool IsGrouping(IReadOnlyList<Token> tokens, int i, Lexicon lexicon) =>
        tokens[i] is { Kind: TokenKind.Word, Lower: By } && tokens[i - 1] is { Kind: TokenKind.Word } before
        && tokens[i + 1] is { Kind: TokenKind.Word, IsCapitalised: false }
        && !EnglishInflection.IsParticiple(before.Lower) && !lexicon.LightVerbs.Contains(before.Lower) && !lexicon.Stopwords.Contains(before.Lower);
}
