namespace NlSql.Core.Language.Schema.Facts;

/// <summary>The one rule by which a number is taken for the name of something rather than for a quantity, from the words of its column.</summary>
internal static class IdentifierNames
{
    private static readonly FactWords Names = FactWords.English;

    /// <param name="words">In lower case: "product", "id", or what nobody could split: "productcategoryid".</param>
    public static bool Is(IReadOnlyList<string> words) => words.Count > 0
        && (Names.IdentifierEndings.Contains(words[^1]) || (words[^1] is [_, _, .., 'i', 'd'] && !Names.EndsLikeId.Contains(words[^1])))
        && !Names.Quantities.Any(q => string.Join(' ', words).StartsWith(q, StringComparison.Ordinal));
}
