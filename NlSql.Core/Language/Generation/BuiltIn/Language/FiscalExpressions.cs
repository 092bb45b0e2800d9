using System.Globalization;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Reads periods of the fiscal year: "fiscal year 2024", "FY24", "last fiscal quarter", "Q1 of fiscal 2024", "fiscal Q1 2024".</summary>
internal sealed class FiscalExpressions(Lexicon lexicon, SessionClock clock)
{
    private const string Year = "year";
    private const string Quarter = "quarter";
    private const int MonthsOfQuarter = 3;

    private BusinessCalendar Calendar => clock.Calendar;

    /// <summary>The expression that starts at <paramref name="i"/> and the tokens it takes; null when none does.</summary>
    public (int Length, DateRange Range)? At(IReadOnlyList<Token> tokens, int i) => Relative(tokens, i) ?? OfQuarter(tokens, i) ?? Named(tokens, i);

    /// <summary>"this fiscal year", "last fiscal quarter"</summary>
    private (int Length, DateRange Range)? Relative(IReadOnlyList<Token> tokens, int i)
    {
        if (i + 2 >= tokens.Count || !lexicon.Relatives.TryGetValue(tokens[i].Lower, out var offset) || !lexicon.Fiscal.Contains(tokens[i + 1].Lower))
        {
            return null;
        }

        return tokens[i + 2].Lemma switch
        {
            Year => (3, YearRange(Calendar.FiscalYearOf(clock.Today) + offset)),
            Quarter => (3, QuarterRange(Calendar.FiscalQuarterOf(clock.Today).AddMonths(MonthsOfQuarter * offset))),
            _ => null,
        };
    }

    /// <summary>"Q1 of fiscal year 2024", "Q1 FY2024", "fiscal Q1 2024"</summary>
    private (int Length, DateRange Range)? OfQuarter(IReadOnlyList<Token> tokens, int i)
    {
        var isFirst = lexicon.Fiscal.Contains(tokens[i].Lower);
        var at = isFirst ? i + 1 : i;
        if (at >= tokens.Count || tokens[at].Lower is not ['q', >= '1' and <= '4'] quarter)
        {
            return null;
        }

        var next = at + 1 < tokens.Count && tokens[at + 1].Lower == "of" ? at + 2 : at + 1;
        if (next >= tokens.Count
            || (isFirst && DateExpressions.IsYear(tokens[next]) ? (1, (int)tokens[next].Number) : YearAt(tokens, next)) is not var (length, year))
        {
            return null;
        }

        return (next + length - i, QuarterRange(Calendar.FiscalYear(year).AddMonths(MonthsOfQuarter * (quarter[1] - '1'))));
    }

    private (int Length, DateRange Range)? Named(IReadOnlyList<Token> tokens, int i) =>
        YearAt(tokens, i) is var (length, year) ? (length, YearRange(year)) : null;

    /// <summary>"fiscal year 2024", "fiscal 2024", "FY2024", "FY 24"</summary>
    private (int Length, int Year)? YearAt(IReadOnlyList<Token> tokens, int i)
    {
        var lower = tokens[i].Lower;
        if (lower.StartsWith(lexicon.FiscalYear, StringComparison.Ordinal) && YearOf(lower[lexicon.FiscalYear.Length..]) is { } joined)
        {
            return (1, joined);
        }

        if (lower == lexicon.FiscalYear)
        {
            return i + 1 < tokens.Count && YearOf(tokens[i + 1].Lower) is { } apart ? (2, apart) : null;
        }

        if (!lexicon.Fiscal.Contains(lower))
        {
            return null;
        }

        var at = i + 1 < tokens.Count && tokens[i + 1].Lemma == Year ? i + 2 : i + 1;
        return at < tokens.Count && DateExpressions.IsYear(tokens[at]) ? (at + 1 - i, (int)tokens[at].Number) : null;
    }

    /// <summary>Two digits are a year of this century.</summary>
    private static int? YearOf(string digits) =>
        digits.Length is 2 or 4 && int.TryParse(digits.Length == 2 ? "20" + digits : digits, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && DateExpressions.IsYear(year)
                ? year
                : null;

    private DateRange YearRange(int year) => new(Calendar.FiscalYear(year), Calendar.FiscalYear(year + 1));

    private static DateRange QuarterRange(DateOnly first) => new(first, first.AddMonths(MonthsOfQuarter));
}
