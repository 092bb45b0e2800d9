using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds columns of type text that hold several values in one text, as spreadsheets have them: <c>red, green</c>. By what is known of the values: the parts are
/// short, their number varies, and some stand in more than one value; "Main Street 1, Berlin" and "Doe, Jane" are none.
/// </summary>
internal static class ListTexts
{
    private const int Fewest = 3;
    private const int LongestPart = 30;
    private const int WordsOfPart = 3;

    private static readonly (char Sign, string Name)[] Separators = [(',', "commas"), (';', "semicolons"), ('|', "bars")];

    /// <summary>A sentence for people; null for a column whose text is one value.</summary>
    public static string? Of(ColumnInfo column)
    {
        if (column.Kind != ColumnKind.Text)
        {
            return null;
        }

        List<string> known = [.. column.Statistics.Samples.Select(s => s.Value).Concat(column.Statistics.Written)
            .Where(v => !string.IsNullOrWhiteSpace(v)).Distinct(StringComparer.Ordinal)];
        foreach (var (sign, name) in Separators)
        {
            var lists = known.ConvertAll(v => v.Split(sign, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            var several = lists.Where(parts => parts.Length > 1).ToList();
            if (several.Count >= Fewest && several.Count * 2 >= known.Count && lists.Select(parts => parts.Length).Distinct().Count() > 1
                && lists.TrueForAll(parts => Array.TrueForAll(parts, IsShort))
                && lists.SelectMany(parts => parts.Distinct(StringComparer.Ordinal)).GroupBy(p => p, StringComparer.Ordinal).Count(p => p.Count() > 1) > 1)
            {
                return $"{column.Name} holds several values in one text, separated by {name}.";
            }
        }

        return null;
    }

    private static bool IsShort(string part) => part.Length <= LongestPart && part.Count(c => c == ' ') < WordsOfPart && !part.Any(char.IsDigit);
}
