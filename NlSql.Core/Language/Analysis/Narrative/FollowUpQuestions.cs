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

    public static bool CanName(ProfiledColumn column) => !Nameless.Contains(column.Label) && column.Label.Any(char.IsLetter);

    /// <summary>What a column counts: <c>orders</c> for <c>number of orders</c> and for whole numbers called <c>orders</c>; null for others.</summary>
    public static string? Counted(ProfiledColumn column) =>
        column.Label.StartsWith(NumberOf, StringComparison.Ordinal) ? column.Label[NumberOf.Length..]
        : column is { IsAdditive: true, Column.Kind: ColumnKind.Integer }
            && column.Label.EndsWith('s')
            && !column.Label.EndsWith("ss", StringComparison.Ordinal)
            && !column.Label.Contains(' ', StringComparison.Ordinal) ? column.Label
        : null;

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
