using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>
/// Words questions that follow from a result the way people ask them, so that any generator understands them. Nothing is asked that this database is not
/// known to have: by month only where the query already deals with dates.
/// </summary>
internal static class FollowUpQuestions
{
    private const string NumberOf = "number of ";

    /// <summary>Names that say how something was computed but not of what.</summary>
    private static readonly HashSet<string> Nameless = new(StringComparer.Ordinal)
    {
        "value", "sum", "count", "average", "min", "max", "total", "round", "coalesce", "case", "percentage", "share", "n", "cnt",
    };

    /// <summary>Plurals without an s.</summary>
    private static readonly HashSet<string> AlreadyPlural = new(StringComparer.Ordinal)
    {
        "people", "children", "men", "women", "staff", "personnel", "data", "media", "feet", "sheep", "fish", "mice", "criteria",
    };

    public static bool CanName(ProfiledColumn column) => !Nameless.Contains(column.Label) && column.Label.Any(char.IsLetter);

    /// <summary>
    /// What a column counts, in the plural: <c>orders</c> for <c>number of orders</c>, <c>number of order</c> and for whole numbers called <c>orders</c>;
    /// null for others.
    /// </summary>
    public static string? Counted(ProfiledColumn column) =>
        column.Label.StartsWith(NumberOf, StringComparison.Ordinal) ? PluralPhrase(column.Label[NumberOf.Length..])
        : column is { IsAdditive: true, Column.Kind: ColumnKind.Integer }
            && column.Label.EndsWith('s')
            && !column.Label.EndsWith("ss", StringComparison.Ordinal)
            && !column.Label.Contains(' ', StringComparison.Ordinal) ? column.Label
        : null;

    /// <summary><c>order item</c> becomes <c>order items</c>; a phrase with a plural in it, or one that does not end in a word, stays as it is.</summary>
    private static string PluralPhrase(string phrase)
    {
        var words = phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            || Array.Exists(words, IsPlural)
            || !words[^1].All(char.IsLetter)
            || words.Length > 3
            ? phrase
            : TracedText.Plural(phrase);
    }

    private static bool IsPlural(string word) => AlreadyPlural.Contains(word)
        || (word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal));

    /// <summary>A value with what it is, said once: <c>region North</c>, <c>quarter 3</c>.</summary>
    public static string Named(ProfiledColumn label, string value) =>
        value.StartsWith(label.Noun + " ", StringComparison.OrdinalIgnoreCase) ? value : $"{label.Noun} {value}";

    /// <param name="rest">What follows the measure, without the question mark.</param>
    public static string Ask(ProfiledColumn column, string rest) =>
        Counted(column) is { } counted ? $"How many {counted} are there {rest}?" : $"What is the {column.Label} {rest}?";

    public static IEnumerable<string> AboutRanking(Reading reading, ProfiledColumn label, ProfiledColumn column, NumericSummary numbers)
    {
        if (!CanName(column))
        {
            yield break;
        }

        if (reading.KnowsTime && label.Role == ColumnRole.Category && reading.NameOf(label, numbers.Maximum.Row) is { Length: > 0 and < 60 } top)
        {
            yield return Ask(column, $"by month for {Named(label, top)}");
        }

        if (label.Noun is not ("name" or "title" or "label"))
        {
            yield return Counted(column) is { } counted
                ? $"Which {label.Noun} has the fewest {counted}?"
                : $"Which {label.Noun} has the lowest {column.Label}?";
        }

        if (reading.KnowsTime)
        {
            yield return Ask(column, $"by {label.Noun} and year");
        }
    }
}
