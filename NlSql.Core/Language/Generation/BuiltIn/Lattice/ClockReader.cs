using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Reads times of the day: "8 am", "8:30pm", "17:00", "8 in the morning", "noon", "8 o'clock".</summary>
internal sealed class ClockReader(WordTable words)
{
    private const int HoursOfHalf = 12;
    private const int LongestHalf = 4;

    /// <summary>What starts at token <paramref name="i"/>; null when nothing does.</summary>
    public (int Length, TimeOnly Time)? At(IReadOnlyList<Token> tokens, int i)
    {
        if (words.Clock.Fixed.TryGetValue(tokens[i].Lower, out var hour))
        {
            return (1, new TimeOnly(hour, 0));
        }

        if (Written(tokens[i].Lower) is not { } written)
        {
            return null;
        }

        if (written.IsAfternoon is { } known)
        {
            return (1, InHalf(written.Time, known));
        }

        if (Half(tokens, i + 1) is var (length, isAfternoon) && written.Time.Hour is >= 1 and <= HoursOfHalf)
        {
            return (1 + length, InHalf(written.Time, isAfternoon));
        }

        if (i + 1 < tokens.Count && words.Clock.Hours.Contains(tokens[i + 1].Lower))
        {
            return (2, written.Time);
        }

        // "between 8 and 10 am": the half is said once.
        return written.HasMinutes ? (1, written.Time)
            : i + 2 < tokens.Count && tokens[i + 1].Lower is "and" or "to" or "-" or "–" && Written(tokens[i + 2].Lower) is { } next
                && written.Time.Hour is >= 1 and <= HoursOfHalf
                && (next.IsAfternoon is { } joined ? joined : Half(tokens, i + 3) is var (_, said) ? said : (bool?)null) is { } shared
                    ? (1, InHalf(written.Time, shared))
                    : null;
    }

    private (int Length, bool IsAfternoon)? Half(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(LongestHalf, tokens.Count - i); count > 0; count--)
        {
            var phrase = string.Join(' ', tokens.Skip(i).Take(count).Select(t => t.Lower));
            if (words.Clock.Afternoon.Contains(phrase) || words.Clock.Forenoon.Contains(phrase))
            {
                return (count, words.Clock.Afternoon.Contains(phrase));
            }
        }

        return null;
    }

    private static TimeOnly InHalf(TimeOnly time, bool isAfternoon) =>
        new((time.Hour % HoursOfHalf) + (isAfternoon ? HoursOfHalf : 0), time.Minute);

    /// <summary>"8", "8am", "08:30", "8:30pm"</summary>
    private static (TimeOnly Time, bool HasMinutes, bool? IsAfternoon)? Written(string text)
    {
        var (digits, half) = text.EndsWith("am", StringComparison.Ordinal) ? (text[..^2], (bool?)false)
            : text.EndsWith("pm", StringComparison.Ordinal) ? (text[..^2], true)
            : (text, null);
        var parts = digits.Split(':');
        if (parts.Length > 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23
            || (half is not null && hour is < 1 or > HoursOfHalf))
        {
            return null;
        }

        var minute = 0;
        return parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minute) && minute < 60 && parts[1].Length == 2)
            ? (new TimeOnly(hour, minute), parts.Length > 1, half)
            : null;
    }
}
