using System.Text.RegularExpressions;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Schema;

/// <summary>What of the names that files and their columns have says what they hold: neither a unit in brackets nor that it was an export of 2023.</summary>
internal static partial class FileNames
{
    /// <summary>"Capacity (kWp)" is called capacity.</summary>
    public static string Called(string name) => Bracketed().Replace(name, "") is var called && called.Any(char.IsLetter) ? called : name;

    /// <summary>"sales export 2023" holds sales.</summary>
    /// <param name="words">Lemmas of a table's name.</param>
    public static IReadOnlyList<string> Plain(IReadOnlyList<string> words)
    {
        string[] plain = [.. words.Where(w => !FactWords.English.FileWords.Contains(w) && !w.All(char.IsAsciiDigit))];
        return plain.Length is 0 || plain.Length == words.Count ? words : plain;
    }

    [GeneratedRegex(@"\s*[\(\[][^\)\]]*[\)\]]\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bracketed();
}
