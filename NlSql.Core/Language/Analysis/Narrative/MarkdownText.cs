using System.Text;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>Puts untrusted text (cells, column names) into Markdown so that it stays text.</summary>
internal static class MarkdownText
{
    private const int Longest = 80;
    private const string Marks = "\\`*_[]<>#|~!&$^=";

    /// <summary>One line, clipped, every mark of Markdown, HTML and its usual extensions escaped. An empty text is said to be so.</summary>
    public static string Of(string? untrusted)
    {
        if (untrusted is null)
        {
            return "(no value)";
        }

        if (string.IsNullOrWhiteSpace(untrusted))
        {
            return "(empty)";
        }

        // Bare addresses become links in many renderers; breaking their first mark keeps them text.
        var linkMarks = untrusted.Contains("://", StringComparison.Ordinal)
            || untrusted.Contains("mailto:", StringComparison.OrdinalIgnoreCase)
            || untrusted.Contains("tel:", StringComparison.OrdinalIgnoreCase)
            || untrusted.Contains("www.", StringComparison.OrdinalIgnoreCase) ? ":.@" : string.Empty;
        var result = new StringBuilder();
        var length = 0;
        foreach (var rune in untrusted.Trim().EnumerateRunes())
        {
            if (length++ >= Longest)
            {
                return result.Append('…').ToString();
            }

            var blank = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format;
            if (!blank
                && rune.IsAscii
                && (Marks.Contains((char)rune.Value, StringComparison.Ordinal) || linkMarks.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                result.Append('\\');
            }

            result.Append(blank ? " " : rune.ToString());
        }

        return result.ToString();
    }
}
