using System.Globalization;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Reads one stretch of days: all that <see cref="DateExpressions"/> reads, bare years, decades, halves, "2024-03", "year to date", "March last year",
/// "third month of 2024".
/// </summary>
internal sealed class PeriodReader(Lexicon lexicon, WordTable words, DateOnly today, BusinessCalendar calendar)
{
    private const int MonthsOfHalf = 6;
    private const int DaysOfWeek = 7;
    private readonly DateExpressions dates = new(lexicon, new SessionClock(new DayTime(today), SessionClock.DefaultZone, calendar));

    private readonly PartOfPeriod parts = new(
        lexicon, words, new DateExpressions(lexicon, new SessionClock(new DayTime(today), SessionClock.DefaultZone, calendar)));

    /// <summary>A day that is said by the end of a period: "end of 2020".</summary>
    public (int Length, DateRange Range)? MomentAt(IReadOnlyList<Token> tokens, int i) => parts.MomentAt(tokens, i);

    /// <summary>Days of one month from one to another: "10 to 20 December 2024".</summary>
    public (int Length, DateRange Range)? StretchAt(IReadOnlyList<Token> tokens, int i) => parts.StretchAt(tokens, i);

    /// <summary>What starts at token <paramref name="i"/>, longest first; empty when nothing does.</summary>
    public IEnumerable<(int Length, DateRange Range)> At(IReadOnlyList<Token> tokens, int i)
    {
        if (ToDate(tokens, i) is { } soFar)
        {
            yield return soFar;
        }

        if (BeforeSaid(tokens, i) is { } before)
        {
            yield return before;
            yield break;
        }

        if (parts.At(tokens, i) is { } part)
        {
            yield return part;
            yield break;
        }

        if ((Feast(tokens, i) ?? HalfOf(tokens, i) ?? WeekOfYear(tokens, i) ?? MonthOfRelative(tokens, i) ?? Decade(tokens, i) ?? IsoMonth(tokens, i))
            is { } special)
        {
            yield return special;
        }
        else if (dates.At(tokens, i) is { } known)
        {
            yield return known;
        }
        else if (DateExpressions.IsYear(tokens[i]))
        {
            yield return (1, DateRange.Year((int)tokens[i].Number));
        }
    }

    /// <summary>"New Year's Day 2024", "Christmas Eve": the last that has been, where no year is said.</summary>
    private (int Length, DateRange Range)? Feast(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(4, tokens.Count - i); count > 0; count--)
        {
            if (words.Feasts.TryGetValue(string.Join(' ', tokens.Skip(i).Take(count).Select(t => t.Lower)), out var day))
            {
                var last = new DateOnly(today.Year, day.Month, day.Day) <= today ? today.Year : today.Year - 1;
                var (length, year) = YearAt(tokens, i + count) ?? (0, last);
                return (count + length, DateRange.Day(new DateOnly(year, day.Month, day.Day)));
            }
        }

        return null;
    }

    /// <summary>"in 2023 compared to the previous year": the one before the year that was said, whatever today is.</summary>
    private (int Length, DateRange Range)? BeforeSaid(IReadOnlyList<Token> tokens, int i) =>
        i + 1 < tokens.Count && lexicon.Anchored.Contains(tokens[i].Lower) && lexicon.Periods.GetValueOrDefault(tokens[i + 1].Lower) == "year"
            && tokens.Take(i).LastOrDefault(DateExpressions.IsYear) is { } said
                ? (2, DateRange.Year((int)said.Number - 1))
                : null;

    private (int Length, DateRange Range)? ToDate(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(4, tokens.Count - i); count > 0; count--)
        {
            if (words.ToDate.TryGetValue(string.Join(' ', tokens.Skip(i).Take(count).Select(t => t.Lower)), out var unit))
            {
                return (count, DateRange.Relative(today, unit, 0, calendar) with { To = today.AddDays(1) });
            }
        }

        return null;
    }

    /// <summary>"first half of 2024", "second half of last year", "H1 2024"</summary>
    private (int Length, DateRange Range)? HalfOf(IReadOnlyList<Token> tokens, int i)
    {
        if (tokens[i].Lower is ['h', '1' or '2'] short_ && YearAt(tokens, i + 1) is var (taken, inYear))
        {
            return (1 + taken, Half(inYear, short_[1] - '0'));
        }

        if (i + 1 < tokens.Count && tokens[i + 1].Lower == words.Half && words.Halves.TryGetValue(tokens[i].Lower, out var which)
            && YearAt(tokens, i + 2) is var (length, year))
        {
            return (2 + length, Half(year, which));
        }

        return null;
    }

    private static DateRange Half(int year, int half)
    {
        var first = new DateOnly(year, half == 1 ? 1 : 1 + MonthsOfHalf, 1);
        return new DateRange(first, first.AddMonths(MonthsOfHalf));
    }

    /// <summary>"10th week of 2025"</summary>
    private (int Length, DateRange Range)? WeekOfYear(IReadOnlyList<Token> tokens, int i) =>
        i + 2 < tokens.Count && words.Places.TryGetValue(tokens[i].Lower, out var place) && lexicon.Periods.GetValueOrDefault(tokens[i + 1].Lower) == "week"
            && YearAt(tokens, i + 2) is var (length, year)
                ? (2 + length, WeekOf(year, place))
                : null;

    /// <summary>The n-th week that has its middle in the year.</summary>
    private DateRange WeekOf(int year, int place)
    {
        var first = calendar.WeekOf(new DateOnly(year, 1, 4)).AddDays(DaysOfWeek * (place - 1));
        return new DateRange(first, first.AddDays(DaysOfWeek));
    }

    /// <summary>"March last year", "Q2 of this year"</summary>
    private (int Length, DateRange Range)? MonthOfRelative(IReadOnlyList<Token> tokens, int i)
    {
        if (RelativeYear(tokens, i + 1) is not var (length, year))
        {
            return null;
        }

        if (tokens[i].Kind == TokenKind.Word && lexicon.Months.TryGetValue(tokens[i].Lower, out var month))
        {
            return (1 + length, DateRange.Month(year, month));
        }

        return tokens[i].Lower is ['q', >= '1' and <= '4'] quarter ? (1 + length, DateRange.Quarter(year, quarter[1] - '0')) : null;
    }

    private (int Length, int Year)? YearAt(IReadOnlyList<Token> tokens, int i)
    {
        var at = Skipped(tokens, i);
        return at < tokens.Count && DateExpressions.IsYear(tokens[at]) ? (at + 1 - i, (int)tokens[at].Number) : RelativeYear(tokens, i);
    }

    private (int Length, int Year)? RelativeYear(IReadOnlyList<Token> tokens, int i)
    {
        var at = Skipped(tokens, i);
        return at + 1 < tokens.Count && lexicon.Relatives.TryGetValue(tokens[at].Lower, out var offset)
            && lexicon.Periods.GetValueOrDefault(tokens[at + 1].Lower) == "year"
                ? (at + 2 - i, today.Year + offset)
                : null;
    }

    /// <summary>"of", "of the"</summary>
    private int Skipped(IReadOnlyList<Token> tokens, int i)
    {
        while (i < tokens.Count && (words.Dropped.Contains(tokens[i].Lower) || lexicon.BeforeMonths.Contains(tokens[i].Lower))
            && tokens[i].Kind == TokenKind.Word)
        {
            i++;
        }

        return i;
    }

    /// <summary>"1990s"</summary>
    private static (int Length, DateRange Range)? Decade(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Lower is [_, _, _, '0', 's'] text && int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && DateExpressions.IsYear(year)
                ? (1, new DateRange(new DateOnly(year, 1, 1), new DateOnly(year + 10, 1, 1)))
                : null;

    /// <summary>"2024-03", "03/2024"</summary>
    private static (int Length, DateRange Range)? IsoMonth(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Kind == TokenKind.Word
            && (DateOnly.TryParseExact(tokens[i].Text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                || DateOnly.TryParseExact(tokens[i].Text, "MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out month))
            && DateExpressions.IsYear(month.Year)
                ? (1, DateRange.Month(month.Year, month.Month))
                : null;
}
