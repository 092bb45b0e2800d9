using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Generation.Answers;

/// <summary>Tells the first line of a statement from prose, and from what models write before it.</summary>
internal static partial class SqlOpening
{
    private const string Quotes = "\"'`\u201c\u2018\u201d\u2019";

    private static readonly string[] Openers = ["select", "with", "values", "table", "("];

    /// <summary>The language of a fence on a line of its own, where it does not belong.</summary>
    public static bool IsLanguage(string line) =>
        line.Equals("sql", StringComparison.OrdinalIgnoreCase) || line.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a statement of one line as it grows, from its FROM on, where it can hardly be prose any more.</summary>
    public static bool IsBareStatement(string line) =>
        line.StartsWith("select ", StringComparison.OrdinalIgnoreCase)
        && line.Contains(" from ", StringComparison.OrdinalIgnoreCase)
        && !line.Contains(" the ", StringComparison.OrdinalIgnoreCase);

    /// <summary>The line behind <c>SQLQuery:</c>, <c>**SQL:**</c>, <c>Answer:</c> and the like; as it is where nothing of that kind stands before it.</summary>
    public static string WithoutPrefix(string line) => Prefix().Match(line) is { Success: true } prefix ? line[prefix.Length..] : line;

    /// <summary>The text without quotation marks around the whole of it, as long as a statement is what they hold.</summary>
    public static string WithoutQuotes(string text)
    {
        var body = text.TrimEnd().TrimEnd(';').TrimEnd();
        if (body.Length < 3 || !Quotes.Contains(body[0], StringComparison.Ordinal) || !Quotes.Contains(body[^1], StringComparison.Ordinal))
        {
            return text;
        }

        var inner = body[1..^1].Trim();
        return BeginsStatement(inner.Split('\n', 2)[0])
            ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            : text;
    }

    /// <summary>True when a statement in quotation marks begins.</summary>
    public static bool BeginsQuoted(string line) =>
        line.Length > 1 && Quotes.Contains(line[0], StringComparison.Ordinal) && BeginsStatement(line[1..].TrimStart());

    public static bool BeginsStatement(string line)
    {
        var opener = Array.Find(Openers, word => line.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (opener is null)
        {
            return false;
        }

        // "With these tables ..." and "Select the ..." are prose; a statement's first line is followed by an identifier and more SQL.
        return opener switch
        {
            "(" => line.StartsWith("(select", StringComparison.OrdinalIgnoreCase) || line.StartsWith("(with", StringComparison.OrdinalIgnoreCase),
            "with" => line.Length == 4 || line.Contains(" as", StringComparison.OrdinalIgnoreCase) || line.Contains('(', StringComparison.Ordinal),
            _ => line.Length == opener.Length || (char.IsWhiteSpace(line[opener.Length]) && !line.EndsWith(':') && !line.EndsWith('.')),
        };
    }

    [GeneratedRegex(
        @"^[\s*#>_-]*(?:(?:the|final|corrected)\s+)*(?:(?:sql|postgresql|postgres)[\s_]*(?:query|statement|code|answer)?|query|statement|answer)"
        + @"\s*[*_]*\s*:\s*[*_]*\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();
}
