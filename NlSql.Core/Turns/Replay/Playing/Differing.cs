using System.Globalization;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>Says in a sentence how something is not as it was; null where it is.</summary>
internal static class Differing
{
    private const int LongestPiece = 160;

    /// <param name="what">With its article: <c>The template</c>.</param>
    public static string? Value(string what, object? before, object? now)
    {
        var (was, @is) = (Text(before), Text(now));
        return was == @is ? null : $"{what} was {Piece(was)} and is {Piece(@is)}.";
    }

    /// <summary>The first line that differs; how lines end is no difference.</summary>
    public static string? Lines(string what, string? before, string? now)
    {
        if (before?.ReplaceLineEndings("\n") == now?.ReplaceLineEndings("\n"))
        {
            return null;
        }

        if (before is null || now is null)
        {
            return before is null ? $"{what} was not there and is {Piece(now!)}." : $"{what} was {Piece(before)} and is not there.";
        }

        var (old, current) = (before.ReplaceLineEndings("\n").Split('\n'), now.ReplaceLineEndings("\n").Split('\n'));
        var line = 0;
        while (line < old.Length && line < current.Length && old[line] == current[line])
        {
            line++;
        }

        return old.Length == 1 && current.Length == 1 ? $"{what} was {Piece(before)} and is {Piece(now)}."
            : FormattableString.Invariant($"{what} differs from line {line + 1} on: it was {Line(old, line)} and is {Line(current, line)}.");
    }

    /// <summary>What went and what came, else that something is there more or less often, else that the order changed.</summary>
    /// <param name="what">In the plural, with its article: <c>The tables that were found</c>.</param>
    public static string? Lists(string what, IEnumerable<string> before, IEnumerable<string> now)
    {
        List<string> old = [.. before], current = [.. now];
        if (old.SequenceEqual(current, StringComparer.Ordinal))
        {
            return null;
        }

        List<string> gone = [.. old.Except(current, StringComparer.Ordinal)], came = [.. current.Except(old, StringComparer.Ordinal)];
        return (gone.Count, came.Count) switch
        {
            (0, 0) when !old.Order(StringComparer.Ordinal).SequenceEqual(current.Order(StringComparer.Ordinal), StringComparer.Ordinal) =>
                $"{what} differ in number: it was {Joined(old)} and is {Joined(current)}.",
            (0, 0) => $"{what} come in another order: it was {Joined(old)} and is {Joined(current)}.",
            (0, _) => $"{what} have come to include {Joined(came)}.",
            (_, 0) => $"{what} no longer include {Joined(gone)}.",
            _ => $"{what} no longer include {Joined(gone)}, and have come to include {Joined(came)}.",
        };
    }

    private static string Line(string[] lines, int line) => line < lines.Length ? Piece(lines[line]) : "at its end";

    private static string Joined(List<string> items) => Excerpt.Of(string.Join(", ", items), 2 * LongestPiece);

    private static string Piece(string text) => text.Length == 0 ? "empty" : $"\"{Excerpt.Of(text.ReplaceLineEndings(" "), LongestPiece)}\"";

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
