using System.Globalization;
using System.Text.RegularExpressions;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Values;

/// <summary>Reads what codes mean off the comment of their column: "1 = Pending, 2 = Approved", "M: male; F: female".</summary>
internal static partial class CodeMeanings
{
    /// <summary>One such pair may be anything: "default 1 = one piece".</summary>
    private const int Fewest = 2;

    /// <summary>Codes as stored with their meanings; empty where the comment lists none.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> Of(ColumnNode column)
    {
        if (column.Info.Comment is not { Length: > 0 } comment || !(column.IsText || column.Info.Kind == ColumnKind.Integer))
        {
            return [];
        }

        List<(string Code, string Meaning)> found = [.. Pairs().Matches(comment).Select(m => (m.Groups["code"].Value, m.Groups["meaning"].Value.Trim()))];
        return found.Count >= Fewest && (column.IsText || found.TrueForAll(f => IsNumber(f.Code))) ? found : [];
    }

    private static bool IsNumber(string code) => int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"(?<![\p{L}\d])(?<code>\p{L}{1,4}|-?\d{1,4})\s*(?:=|:|–|->)\s*(?<meaning>[^,;=:().]+?)\s*(?=[,;()]|$|\.\s|\.$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pairs();
}
