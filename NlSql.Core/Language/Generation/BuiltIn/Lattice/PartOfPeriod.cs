using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Reads parts of a longer period: "last week of March 2024", "first ten days of May 2024", "second month of Q3 2024". Weeks of a month are counted in
/// sevens of days from the end that is named; those of a year are the calendar's, which are read elsewhere.
/// </summary>
internal sealed class PartOfPeriod(Lexicon lexicon, WordTable words, DateExpressions dates)
{
    private const int DaysOfWeek = 7;

    /// <summary>What starts at token <paramref name="i"/>; null when nothing does.</summary>
    public (int Length, DateRange Range)? At(IReadOnlyList<Token> tokens, int i)
    {
        var isLast = words.ClassesOf(tokens[i].Lower).Contains("last");
        if (!isLast && !words.Places.ContainsKey(tokens[i].Lower))
        {
            return null;
        }

        var place = isLast ? 1 : words.Places[tokens[i].Lower];
        var (at, count) = (i + 1, 1);
        if (place == 1 && at < tokens.Count && tokens[at].Number is > 0 and < 1000 and var several && decimal.IsInteger(several))
        {
            (at, count) = (at + 1, (int)several);
        }

        if (at + 2 >= tokens.Count || !lexicon.Periods.TryGetValue(tokens[at].Lemma, out var unit) || tokens[at + 1].Lower is not ("of" or "in"))
        {
            return null;
        }

        var whole = Skipped(tokens, at + 2);
        if (whole >= tokens.Count || WholeAt(tokens, whole) is not var (length, range) || range is not { From: { } from, To: { } to }
            || (unit == "week" && !isLast && range == DateRange.Year(from.Year)))
        {
            return null;
        }

        var part = isLast ? new DateRange(Moved(to, unit, -count), to)
            : place > 1 ? new DateRange(Moved(from, unit, place - 1), Moved(from, unit, place))
            : new DateRange(from, Moved(from, unit, count));
        part = part with { To = part.To > to ? to : part.To };
        return part.From >= from && !part.IsEmpty && part != range ? (whole + length - i, part) : null;
    }

    /// <summary>"end of 2020", "beginning of March 2024", "start of the year 2021": one day.</summary>
    public (int Length, DateRange Range)? MomentAt(IReadOnlyList<Token> tokens, int i)
    {
        var isEnd = words.Endings.Contains(tokens[i].Lower);
        if ((!isEnd && !words.Beginnings.Contains(tokens[i].Lower)) || i + 1 >= tokens.Count)
        {
            return null;
        }

        var whole = Skipped(tokens, i + 1);
        return whole < tokens.Count && WholeAt(tokens, whole) is (var length, { From: { } from, To: { } to })
            ? (whole + length - i, DateRange.Day(isEnd ? to.AddDays(-1) : from))
            : null;
    }

    /// <summary>"10 and 20 December 2024", "10th to 20th of December 2024", "December 10-20, 2024": where a word before or between says that it is a
    /// stretch.</summary>
    public (int Length, DateRange Range)? StretchAt(IReadOnlyList<Token> tokens, int i)
    {
        if (DayOf(tokens[i].Lower) is { } first && i + 2 < tokens.Count && IsJoint(tokens, i + 1, i > 0 && IsOpening(tokens, i)))
        {
            var second = Skipped(tokens, i + 2);
            return second < tokens.Count && DayOf(tokens[second].Lower) is { } last && last > first
                && dates.At(tokens, second) is (var taken, { From: { } end } day) && taken > 1 && day == DateRange.Day(end) && TryDay(end, first) is { } start
                    ? (second + taken - i, new DateRange(start, day.To))
                    : null;
        }

        return MonthFirst(tokens, i);
    }

    private (int Length, DateRange Range)? MonthFirst(IReadOnlyList<Token> tokens, int i)
    {
        if (tokens[i].Kind != TokenKind.Word || !lexicon.Months.ContainsKey(tokens[i].Lower) || i + 1 >= tokens.Count)
        {
            return null;
        }

        var (first, last, next) = tokens[i + 1].Lower.Split('-') is [var a, var b] ? (DayOf(a), DayOf(b), i + 2)
            : i + 3 < tokens.Count && IsJoint(tokens, i + 2, i > 0 && IsOpening(tokens, i)) ? (DayOf(tokens[i + 1].Lower), DayOf(tokens[i + 3].Lower), i + 4)
            : (null, null, i);
        if (first is null || last is null || last <= first)
        {
            return null;
        }

        // The year of the last day is that of the first, so that it is read behind both.
        var comma = next < tokens.Count && tokens[next].Text == "," ? 1 : 0;
        var isYear = next + comma < tokens.Count && DateExpressions.IsYear(tokens[next + comma]);
        List<Token> plain = [tokens[i], tokens[i + 1] with { Text = $"{last}", Lower = $"{last}" }, .. isYear ? [tokens[next + comma]] : (Token[])[]];
        return dates.At(plain, 0) is (_, { From: { } end } day) && day == DateRange.Day(end) && TryDay(end, first.Value) is { } start
            ? (next - i + (isYear ? comma + 1 : 0), new DateRange(start, day.To))
            : null;
    }

    private bool IsOpening(IReadOnlyList<Token> tokens, int i)
    {
        var at = i - 1;
        while (at > 0 && words.Dropped.Contains(tokens[at].Lower))
        {
            at--;
        }

        return words.ClassesOf(tokens[at].Lower).Any(c => c is "between" or "since");
    }

    /// <summary>"to" joins two ends; "and" does after "between".</summary>
    private bool IsJoint(IReadOnlyList<Token> tokens, int i, bool isOpened) =>
        lexicon.RangeJoints.Contains(tokens[i].Lower) || (isOpened && tokens[i].Lower == "and");

    private (int Length, DateRange Range)? WholeAt(IReadOnlyList<Token> tokens, int i) =>
        dates.At(tokens, i) ?? (DateExpressions.IsYear(tokens[i]) ? (1, DateRange.Year((int)tokens[i].Number)) : null);

    private int Skipped(IReadOnlyList<Token> tokens, int i)
    {
        while (i + 1 < tokens.Count && tokens[i].Kind == TokenKind.Word && (words.Dropped.Contains(tokens[i].Lower) || tokens[i].Lower is "of"
            || (lexicon.Periods.ContainsKey(tokens[i].Lower) && DateExpressions.IsYear(tokens[i + 1]))))
        {
            i++;
        }

        return i;
    }

    private static DateOnly Moved(DateOnly day, string unit, int count) => unit switch
    {
        "year" => day.AddYears(count),
        "quarter" => day.AddMonths(3 * count),
        "month" => day.AddMonths(count),
        "week" => day.AddDays(DaysOfWeek * count),
        _ => day.AddDays(count),
    };

    private static DateOnly? TryDay(DateOnly month, int day) =>
        day <= DateTime.DaysInMonth(month.Year, month.Month) ? new DateOnly(month.Year, month.Month, day) : null;

    private static int? DayOf(string text)
    {
        var digits = text.Length is 3 or 4 && char.IsAsciiDigit(text[0]) && text[^2..] is "st" or "nd" or "rd" or "th" ? text[..^2] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }
}
