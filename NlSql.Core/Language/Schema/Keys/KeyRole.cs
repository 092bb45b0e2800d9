using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>Reads off a key's columns as what a row is referred to: two keys of flights to airports are told apart by origin and destination.</summary>
internal static partial class KeyRole
{
    public static IReadOnlyList<string> Words(IReadOnlyList<ColumnNode> columns, TableNode one, IReadOnlyList<ColumnNode> targets)
    {
        var said = one.Words.Concat(targets.SelectMany(t => t.Words)).ToHashSet(StringComparer.Ordinal);
        return [.. columns.SelectMany(c => c.Words).Where(w => !said.Contains(w) && !KeyWords.IsEnding(KeyWords.WithoutNumber(w))).Distinct()];
    }

    /// <summary>As spelled where the name is written apart, else the split words.</summary>
    public static string Text(IReadOnlyList<ColumnNode> columns, IReadOnlyList<string> role)
    {
        if (role.Count == 0)
        {
            return "";
        }

        // "reports" was split to "report": both begin alike.
        var spelled = columns.SelectMany(c => Parts().Matches(c.Info.Name).Select(m => m.Value.ToLowerInvariant()))
            .Where(part => role.Any(word => part == word
                || (word.Length > 2 && part.StartsWith(word, StringComparison.Ordinal) && part.Length - word.Length <= 2)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return string.Join(' ', spelled.Count == role.Count ? spelled : role);
    }

    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parts();
}
