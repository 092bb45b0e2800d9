using System.Globalization;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Reads calendar expressions: "March 2025", "Q2 2024", "last 30 days", "this quarter", "5 May 2024", "2024-05-31".</summary>
internal sealed class DateExpressions(Lexicon lexicon, SessionClock clock)
{
    private const int MaxCount = 1000;

    private readonly FiscalExpressions fiscal = new(lexicon, clock);

    public DateOnly Today => clock.Today;

    /// <summary>The expression that starts at <paramref name="i"/> and the tokens it takes; null when none does.</summary>
    public (int Length, DateRange Range)? At(IReadOnlyList<Token> tokens, int i) =>
        fiscal.At(tokens, i) ?? Iso(tokens, i) ?? MonthName(tokens, i) ?? DayMonth(tokens, i) ?? QuarterName(tokens, i) ?? RelativePeriod(tokens, i) ?? DayName(tokens, i);

    public static bool IsYear(Token token) => token.Kind == TokenKind.Number && token.Number is >= 1500 and <= 2200 && token.Number == decimal.Truncate(token.Number)
        && token.Text.Length == 4;

    private static (int Length, DateRange Range)? Iso(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Kind == TokenKind.Date ? (1, DateRange.Day(DateOnly.ParseExact(tokens[i].Text, "yyyy-MM-dd", CultureInfo.InvariantCulture))) : null;

    private (int Length, DateRange Range)? MonthName(IReadOnlyList<Token> tokens, int i)
    {
        if (!IsMonth(tokens[i], out var month))
        {
            return null;
        }

        var next = i + 1 < tokens.Count ? tokens[i + 1] : null;
        if (next is not null && IsYear(next))
        {
            return (2, DateRange.Month((int)next.Number, month));
        }

        if (next is not null && DayOf(next) is { } day)
        {
            var comma = i + 2 < tokens.Count && tokens[i + 2].Text == "," ? 1 : 0;
            var at = i + 2 + comma;
            var hasYear = at < tokens.Count && IsYear(tokens[at]);
            var year = hasYear ? (int)tokens[at].Number : LastYearOf(month);
            return TryDay(year, month, day) is { } range ? (hasYear ? 3 + comma : 2, range) : null;
        }

        // "may" alone is more often a verb than a month.
        if (i > 0 && tokens[i].IsCapitalised && tokens[i - 1].Lower is "in" or "since" or "during" or "of" or "before" or "after" or "until" or "from" or "for" or "between" or "and")
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

        var hasYear = at + 1 < tokens.Count && IsYear(tokens[at + 1]);
        var year = hasYear ? (int)tokens[at + 1].Number : LastYearOf(month);
        return TryDay(year, month, day) is { } range ? (at - i + (hasYear ? 2 : 1), range) : null;
    }

    private (int Length, DateRange Range)? QuarterName(IReadOnlyList<Token> tokens, int i)
    {
        var lower = tokens[i].Lower;
        if (lower.Length != 2 || lower[0] != 'q' || lower[1] is < '1' or > '4')
        {
            return null;
        }

        var at = i + 1 < tokens.Count && tokens[i + 1].Lower == "of" ? i + 2 : i + 1;
        var hasYear = at < tokens.Count && IsYear(tokens[at]);
        var year = hasYear ? (int)tokens[at].Number : Today.Year;
        return (hasYear ? at - i + 1 : 1, DateRange.Quarter(year, lower[1] - '0'));
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

        var counted = i + 2 < tokens.Count && tokens[i + 1].Number is > 0 and <= MaxCount && lexicon.Periods.TryGetValue(tokens[i + 2].Lemma, out unit);
        return counted && offset < 0 ? (3, DateRange.Past(Today, unit!, (int)tokens[i + 1].Number)) : null;
    }

    private (int Length, DateRange Range)? DayName(IReadOnlyList<Token> tokens, int i) =>
        lexicon.Days.TryGetValue(tokens[i].Lower, out var offset) ? (1, DateRange.Day(Today.AddDays(offset))) : null;

    private bool IsMonth(Token token, out int month)
    {
        month = 0;
        return token.Kind == TokenKind.Word && (token.IsCapitalised || token.Lower.Length > 3) && lexicon.Months.TryGetValue(token.Lower, out month);
    }

    /// <summary>The year of the last such month that has begun.</summary>
    private int LastYearOf(int month) => month <= Today.Month ? Today.Year : Today.Year - 1;

    private static int? DayOf(Token token)
    {
        var digits = token.Lower.Length is 3 or 4 && char.IsDigit(token.Lower[0]) ? token.Lower[..^2] : token.Lower;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    private static DateRange? TryDay(int year, int month, int day) =>
        day <= DateTime.DaysInMonth(year, month) ? DateRange.Day(new DateOnly(year, month, day)) : null;
}
