namespace NlSql.Core.Foundation.Clock;

/// <summary>Where weeks and fiscal years of the house begin.</summary>
/// <param name="FirstWeekday">The first day of a week.</param>
/// <param name="FiscalYearStart">Month (1 to 12) in which a fiscal year begins; 1 makes it the calendar year.</param>
public sealed record BusinessCalendar(DayOfWeek FirstWeekday = DayOfWeek.Monday, int FiscalYearStart = 1)
{
    private const int DaysOfWeek = 7;

    /// <summary>Weeks from Monday, fiscal years that are calendar years.</summary>
    public static BusinessCalendar Usual { get; } = new();

    /// <summary>True when fiscal years are not calendar years.</summary>
    public bool HasOwnFiscalYear => FiscalYearStart != 1;

    /// <summary>Days (0 to 6) by which a week begins before PostgreSQL's, which begins on Monday.</summary>
    public int DaysBeforeMonday => ((int)DayOfWeek.Monday - (int)FirstWeekday + DaysOfWeek) % DaysOfWeek;

    /// <summary>The first day of the week that <paramref name="day"/> lies in.</summary>
    public DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek - (int)FirstWeekday + DaysOfWeek) % DaysOfWeek));

    /// <summary>The fiscal year that <paramref name="day"/> lies in; a fiscal year has the number of the calendar year in which it ends.</summary>
    public int FiscalYearOf(DateOnly day) => HasOwnFiscalYear && day.Month >= FiscalYearStart ? day.Year + 1 : day.Year;

    /// <summary>The first day of a fiscal year.</summary>
    public DateOnly FiscalYear(int year) => new(HasOwnFiscalYear ? year - 1 : year, FiscalYearStart, 1);

    /// <summary>The first day of the fiscal quarter that <paramref name="day"/> lies in.</summary>
    public DateOnly FiscalQuarterOf(DateOnly day)
    {
        var first = FiscalYear(FiscalYearOf(day));
        var months = ((day.Year - first.Year) * 12) + day.Month - first.Month;
        return first.AddMonths(months / 3 * 3);
    }
}
