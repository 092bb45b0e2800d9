using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>Cuts a question into words and reads its numbers and dates as they are written in a language with a decimal comma.</summary>
internal static partial class WordCutter
{
    private static readonly string[] Days = ["d.M.yyyy", "dd.MM.yyyy"];

    /// <exception cref="RegexMatchTimeoutException">Never: each piece is found in one pass.</exception>
    public static IReadOnlyList<SaidWord> Cut(string text)
    {
        var words = new List<SaidWord>();
        foreach (Match match in Pieces().Matches(text))
        {
            var piece = match.Value;
            words.Add(match.Groups["quoted"].Success ? Word(SaidKind.Quoted, Unquoted(piece))
                : match.Groups["number"].Success ? Number(piece, match.Index)
                : match.Groups["ordinal"].Success ? Word(SaidKind.Number, piece[..^1])
                : match.Groups["word"].Success ? Word(SaidKind.Word, SaidWord.Fold(piece))
                : Word(SaidKind.Sign, piece));

            SaidWord Word(SaidKind kind, string key) => new(piece, key, match.Index, kind);
        }

        return words;
    }

    /// <summary>The grammar knows double quotation marks.</summary>
    private static string Unquoted(string piece) => $"\"{piece[1..^1].Replace('"', '\'')}\"";

    private static SaidWord Number(string piece, int start)
    {
        if (DateOnly.TryParseExact(piece, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new SaidWord(piece, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), start, SaidKind.Number);
        }

        var plain = Grouped().IsMatch(piece) ? piece.Replace(".", "", StringComparison.Ordinal) : piece;
        return new SaidWord(piece, plain.Replace(',', '.'), start, SaidKind.Number);
    }

    /// <summary>"15." before a word is the fifteenth.</summary>
    [GeneratedRegex(
        """(?<quoted>"[^"]+"|„[^“”"]+[“”"]|»[^«]+«|'[^']+')|(?<ordinal>\b\d{1,2}\.(?=\s+\p{Ll}|\s+\p{Lu}\p{Ll}))"""
        + """|(?<number>\b\d+(?:[.,:/-]\d+)*\b)|(?<word>[\p{L}_][\p{L}\d_.]*(?<!\.)|\d+\p{L}[\p{L}\d]*)|\S""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pieces();

    /// <summary>1.234 and 12.345.678,9</summary>
    [GeneratedRegex(@"^\d{1,3}(\.\d{3})+(,\d+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();
}
