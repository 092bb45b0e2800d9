using NlSql.Core.Language.Analysis;

namespace NlSql.Web.Components.Shared;

/// <param name="Number">Set when this piece is a traced number.</param>
internal readonly record struct TextPiece(string Text, TracedNumber? Number, bool IsUntraced);

/// <summary>Finds the analysis' traced numbers in its text, in the order in which both were written.</summary>
internal sealed class NumberMarks(IReadOnlyList<TracedNumber> traced, IReadOnlyList<string> untraced)
{
    private readonly List<TracedNumber> left = [.. traced];

    public static string Origin(TracedNumber number) => number.Derivation switch
    {
        "cell" => "From the result: show the cell",
        _ => $"Computed ({number.Derivation}): show the cells",
    };

    /// <summary>Cuts a text into numbers and what is between them. A number's next mention takes its next trace.</summary>
    public IEnumerable<TextPiece> Split(string text)
    {
        var from = 0;
        while (from < text.Length)
        {
            var (at, length, number) = Next(text, from);
            if (at < 0)
            {
                break;
            }

            if (at > from)
            {
                yield return new TextPiece(text[from..at], null, false);
            }

            yield return new TextPiece(text.Substring(at, length), number, number is null);
            from = at + length;
        }

        if (from < text.Length)
        {
            yield return new TextPiece(text[from..], null, false);
        }
    }

    private (int At, int Length, TracedNumber? Number) Next(string text, int from)
    {
        var best = (At: -1, Length: 0, Number: (TracedNumber?)null);
        foreach (var number in left)
        {
            Consider(number.Text, number);
        }

        foreach (var other in untraced)
        {
            Consider(other, null);
        }

        if (best.Number is not null)
        {
            left.Remove(best.Number);
        }

        return best;

        void Consider(string mention, TracedNumber? number)
        {
            var at = Find(text, mention, from);
            if (at >= 0 && (best.At < 0 || at < best.At || (at == best.At && mention.Length > best.Length)))
            {
                best = (at, mention.Length, number);
            }
        }
    }

    private static bool IsMark(char character) => character is '.' or ',' or '\'' or '’' or '\u00a0' or '\u202f';

    // "1" must not be found inside "1,240", "1'240" or "2021".
    private static int Find(string text, string mention, int from)
    {
        for (var at = from; mention.Length > 0 && (at = text.IndexOf(mention, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var before = at > 0 ? text[at - 1] : ' ';
            var after = at + mention.Length < text.Length ? text[at + mention.Length] : ' ';
            var follows = at + mention.Length + 1 < text.Length ? text[at + mention.Length + 1] : ' ';
            if (!char.IsLetterOrDigit(before)
                && !(IsMark(before) && at > 1 && char.IsDigit(text[at - 2]))
                && !char.IsDigit(after)
                && !(IsMark(after) && char.IsDigit(follows)))
            {
                return at;
            }
        }

        return -1;
    }
}
