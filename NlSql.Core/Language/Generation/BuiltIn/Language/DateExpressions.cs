using System.Globalization;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Reads calendar expressions: "March 2025", "2025 March", "Q2 2024", "last 30 days", "this quarter", "5 May 2024", "2024-05-31".</summary>
internal sealed class DateExpressions(Lexicon lexicon, SessionClock clock)
{
    private const int MaxCount = 1000;

    private readonly FiscalExpressions fiscal = new(lexicon, clock);

    public DateOnly Today => clock.Today;

    /// <summary>The expression that starts at <paramref name="i"/> and the tokens it takes; null when none does.</summary>
    public (int Length, DateRange Range)? At(IReadOnlyList<Token> tokens, int i) =>
        fiscal.At(tokens, i) ?? Iso(tokens, i) ?? YearFirst(tokens, i) ?? MonthName(tokens, i) ?? DayMonth(tokens, i) ?? QuarterName(tokens, i)
            ?? PartOfYear(tokens, i) ?? RelativePeriod(tokens, i) ?? DayName(tokens, i);

    public static bool IsYear(Token token) =>
        token.Kind == TokenKind.Number && IsYear(token.Number) && token.Number == decimal.Truncate(token.Number) && token.Text.Length == 4;

    /// <summary>Years that people ask about; the calendar's first and last have no neighbours that a period could end in.</summary>
    public static bool IsYear(decimal year) => year is >= 1500 and <= 2200;

    private static (int Length, DateRange Range)? Iso(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Kind == TokenKind.Date ? (1, DateRange.Day(DateOnly.ParseExact(tokens[i].Text, "yyyy-MM-dd", CultureInfo.InvariantCulture))) : null;

    /// <summary>"2025 March", "2025 March 5", "2025 Q1": the year belongs to what follows it, unless that has a year of its own.</summary>
    private (int Length, DateRange Range)? YearFirst(IReadOnlyList<Token> tokens, int i)
    {
        if (!IsYear(tokens[i]) || Open(tokens, i + 1) is not { } period || At(tokens, i + 1 + period.Length, IsYear) is not null)
        {
            return null;
        }

        return period.WithYear((int)tokens[i].Number) is { } range ? (1 + period.Length, range) : null;
    }

    private (int Length, DateRange Range)? MonthName(IReadOnlyList<Token> tokens, int i)
    {
        if (!IsMonth(tokens[i], out var month))
        {
            return null;
        }

        var next = At(tokens, i + 1, IsYear);
        if (next is not null)
        {
            return (2, DateRange.Month((int)next.Number, month));
        }

        if (i + 1 < tokens.Count && DayOf(tokens[i + 1]) is { } day)
        {
            var comma = i + 2 < tokens.Count && tokens[i + 2].Text == "," ? 1 : 0;
            return At(tokens, i + 2 + comma, IsYear) is { } year
                ? Found(3 + comma, TryDay((int)year.Number, month, day))
                : Found(2, TryDay(YearAround(tokens, i, 2, month) ?? LastYearOf(month), month, day));
        }

        if (YearAround(tokens, i, 1, month) is { } shared)
        {
            return (1, DateRange.Month(shared, month));
        }

        // "may" alone is more often a verb than a month.
        if (i > 0 && tokens[i].IsCapitalised && (lexicon.BeforeMonths.Contains(tokens[i - 1].Lower) || lexicon.RangeJoints.Contains(tokens[i - 1].Lower)))
        {
            return (1, DateRange.Month(LastYearOf(month), month));
        }

        return null;
    }

    private (int Length, DateRange Range)? DayMonth(IReadOnlyList<Token> tokens, int i)
    {
        if (DayOf(tokens[i]) is not { } day || i + 1 >= tokens.Count)
        {
            return null;
        }

        var at = tokens[i + 1].Lower == "of" ? i + 2 : i + 1;
        if (at >= tokens.Count || !IsMonth(tokens[at], out var month))
        {
            return null;
        }

        return At(tokens, at + 1, IsYear) is { } year
            ? Found(at - i + 2, TryDay((int)year.Number, month, day))
            : Found(at - i + 1, TryDay(YearAround(tokens, i, at - i + 1, month) ?? LastYearOf(month), month, day));
    }

    private (int Length, DateRange Range)? QuarterName(IReadOnlyList<Token> tokens, int i)
    {
        if (QuarterOf(tokens[i]) is not { } quarter)
        {
            return null;
        }

        var at = i + 1 < tokens.Count && tokens[i + 1].Lower == "of" ? i + 2 : i + 1;
        return At(tokens, at, IsYear) is { } year
            ? (at - i + 1, DateRange.Quarter((int)year.Number, quarter))
            : (1, DateRange.Quarter(YearAround(tokens, i, 1, (3 * quarter) - 2) ?? Today.Year, quarter));
    }

    /// <summary>"the last quarter of 2024" is that year's, not today's; so are its first, second and third.</summary>
    private (int Length, DateRange Range)? PartOfYear(IReadOnlyList<Token> tokens, int i)
    {
        if (i + 3 >= tokens.Count
            || tokens[i + 2].Lower is not ("of" or "in")
            || !IsYear(tokens[i + 3])
            || !lexicon.Periods.TryGetValue(tokens[i + 1].Lemma, out var unit))
        {
            return null;
        }

        var last = unit switch { "quarter" => 4, "month" => 12, _ => 0 };
        var place = lexicon.FindCue(tokens[i].Lower)?.Kind switch
        {
            CueKind.Top => 1,
            _ when lexicon.Relatives.GetValueOrDefault(tokens[i].Lower) < 0 => last,
            CueKind.Ordinal => lexicon.Ordinals.GetValueOrDefault(tokens[i].Lower),
            _ => 0,
        };
        if (place == 0 || place > last)
        {
            return null;
        }

        var year = (int)tokens[i + 3].Number;
        return (4, unit == "quarter" ? DateRange.Quarter(year, place) : DateRange.Month(year, place));
    }

    private (int Length, DateRange Range)? RelativePeriod(IReadOnlyList<Token> tokens, int i)
    {
        if (!lexicon.Relatives.TryGetValue(tokens[i].Lower, out var offset) || i + 1 >= tokens.Count)
        {
            return null;
        }

        if (lexicon.Periods.TryGetValue(tokens[i + 1].Lemma, out var unit) && !lexicon.Periods.ContainsKey(tokens[i].Lower))
        {
            return (2, tokens[i].Lower == "past" ? DateRange.Past(Today, unit, 1) : DateRange.Relative(Today, unit, offset, clock.Calendar));
        }

        var counted = i + 2 < tokens.Count
            && tokens[i + 1].Number is > 0 and <= MaxCount
            && decimal.IsInteger(tokens[i + 1].Number)
            && lexicon.Periods.TryGetValue(tokens[i + 2].Lemma, out unit);
        return counted && offset < 0 ? (3, DateRange.Past(Today, unit!, (int)tokens[i + 1].Number)) : null;
    }

    private (int Length, DateRange Range)? DayName(IReadOnlyList<Token> tokens, int i) =>
        lexicon.Days.TryGetValue(tokens[i].Lower, out var offset) ? (1, DateRange.Day(Today.AddDays(offset))) : null;

    /// <summary>
    /// The year that is said once for several: "between May and October 2024", "May, June and July 2024", "from March 2024 to May". Of two months that are the
    /// ends of a stretch the first is never the later one: "November to February 2025" begins in 2024.
    /// </summary>
    private int? YearAround(IReadOnlyList<Token> tokens, int i, int length, int month)
    {
        if ((YearBefore(tokens, i) ?? (i > 1 && Joint(tokens, i - 1) == 1 && IsMonth(tokens[i - 2], out _) ? YearBefore(tokens, i - 2) : null)) is { } said)
        {
            return said;
        }

        var (at, last, isStretch) = (i + length, month, IsBetween(tokens, i));
        while (Joint(tokens, at) is > 0 and var joint && Open(tokens, at + joint) is { } next)
        {
            isStretch |= lexicon.RangeJoints.Contains(tokens[at].Lower);
            last = next.Month;
            at += joint + next.Length;
            if ((At(tokens, at, IsYear) ?? (At(tokens, at, t => t.Text == ",") is null ? null : At(tokens, at + 1, IsYear))) is { } year)
            {
                return (int)year.Number - (isStretch && month > last ? 1 : 0);
            }
        }

        if (last != month && isStretch)
        {
            return LastYearOf(last) - (month > last ? 1 : 0);
        }

        return OtherEnd(tokens, i) is var (earlier, first) ? earlier + (first > month ? 1 : 0) : null;
    }

    /// <summary>"in 2025 from February": the year that stands right before the word before the month.</summary>
    private int? YearBefore(IReadOnlyList<Token> tokens, int i) =>
        i > 1 && lexicon.BeforeMonths.Contains(tokens[i - 1].Lower) && IsYear(tokens[i - 2]) && Joint(tokens, i - 1) == 0 ? (int)tokens[i - 2].Number : null;

    /// <summary>The year and month right before "to" or "and": "from March 2024 to May".</summary>
    private (int Year, int Month)? OtherEnd(IReadOnlyList<Token> tokens, int i) =>
        i >= 3 && Joint(tokens, i - 1) == 1 && IsYear(tokens[i - 2]) && (IsMonth(tokens[i - 3], out var month) || QuarterMonth(tokens[i - 3], out month))
            ? ((int)tokens[i - 2].Number, month)
            : null;

    /// <summary>Tokens that stand between two periods of one enumeration or stretch; 0 for none.</summary>
    private int Joint(IReadOnlyList<Token> tokens, int i)
    {
        var isJoint = i < tokens.Count && (lexicon.RangeJoints.Contains(tokens[i].Lower) || tokens[i].Text is "," or "and" or "or" or "&");
        return !isJoint ? 0 : tokens[i].Text == "," && i + 1 < tokens.Count && tokens[i + 1].Lower is "and" or "or" ? 2 : 1;
    }

    private static bool IsBetween(IReadOnlyList<Token> tokens, int i) => i > 0 && tokens[i - 1].Lower == "between";

    /// <summary>A month, day or quarter that says no year itself.</summary>
    private OpenPeriod? Open(IReadOnlyList<Token> tokens, int i)
    {
        if (i >= tokens.Count)
        {
            return null;
        }

        if (IsMonth(tokens[i], out var month))
        {
            var day = i + 1 < tokens.Count ? DayOf(tokens[i + 1]) : null;
            return new OpenPeriod(day is null ? 1 : 2, month, year => day is null ? DateRange.Month(year, month) : TryDay(year, month, day.Value));
        }

        if (i + 1 < tokens.Count && DayOf(tokens[i]) is { } before && IsMonth(tokens[i + 1], out var named))
        {
            return new OpenPeriod(2, named, year => TryDay(year, named, before));
        }

        return QuarterOf(tokens[i]) is { } quarter ? new OpenPeriod(1, (3 * quarter) - 2, year => DateRange.Quarter(year, quarter)) : null;
    }

    private bool IsMonth(Token token, out int month)
    {
        month = 0;
        return token.Kind == TokenKind.Word && (token.IsCapitalised || token.Lower.Length > 3) && lexicon.Months.TryGetValue(token.Lower, out month);
    }

    private static int? QuarterOf(Token token) => token.Lower is ['q', >= '1' and <= '4' and var digit] ? digit - '0' : null;

    private static bool QuarterMonth(Token token, out int month) => (month = QuarterOf(token) is { } quarter ? (3 * quarter) - 2 : 0) > 0;

    /// <summary>The year of the last such month that has begun.</summary>
    private int LastYearOf(int month) => month <= Today.Month ? Today.Year : Today.Year - 1;

    /// <summary>A day of a month, as "5" or "5th".</summary>
    private static int? DayOf(Token token)
    {
        var isOrdinal = token.Lower.Length is 3 or 4 && char.IsAsciiDigit(token.Lower[0]) && token.Lower[^2..] is "st" or "nd" or "rd" or "th";
        return int.TryParse(isOrdinal ? token.Lower[..^2] : token.Lower, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
            ? day
            : null;
    }

    private static DateRange? TryDay(int year, int month, int day) =>
        day <= DateTime.DaysInMonth(year, month) ? DateRange.Day(new DateOnly(year, month, day)) : null;

    private static Token? At(IReadOnlyList<Token> tokens, int i, Func<Token, bool> isAsked) => i < tokens.Count && isAsked(tokens[i]) ? tokens[i] : null;

    private static (int Length, DateRange Range)? Found(int length, DateRange? range) => range is null ? null : (length, range);

    /// <param name="Length">Tokens it takes.</param>
    /// <param name="Month">1 to 12, the one it begins in.</param>
    /// <param name="WithYear">Null where the year has no such day.</param>
    private sealed record OpenPeriod(int Length, int Month, Func<int, DateRange?> WithYear);
}
