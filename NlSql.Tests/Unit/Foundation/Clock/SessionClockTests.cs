using NlSql.Core.Foundation.Clock;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Foundation.Clock;

public sealed class SessionClockTests
{
    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-03-02 23:30 +14:00", "2026-03-02")]
    [InlineData("America/New_York", "2026-03-02 04:30 -05:00", "2026-03-02")]
    [InlineData("Pacific/Pago_Pago", "2026-03-01 22:30 -11:00", "2026-03-01")]
    public void Today_ByZone_IsItsDate(string zone, string now, string today)
    {
        var clock = new SessionClock(new ManualClock(), zone);

        Assert.Equal(now, clock.Now.ToString("yyyy-MM-dd HH:mm zzz", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(today, clock.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, "2024-06-24", 0)]
    [InlineData(DayOfWeek.Sunday, "2024-06-30", 1)]
    [InlineData(DayOfWeek.Saturday, "2024-06-29", 2)]
    public void WeekOf_Sunday_BeginsOnTheFirstWeekday(DayOfWeek first, string begin, int shift)
    {
        var calendar = new BusinessCalendar(first);

        Assert.Equal(begin, calendar.WeekOf(new DateOnly(2024, 6, 30)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(shift, calendar.DaysBeforeMonday);
    }

    [Theory]
    [InlineData(4, "2024-03-31", 2024, "2024-01-01")]
    [InlineData(4, "2024-04-01", 2025, "2024-04-01")]
    [InlineData(10, "2024-12-31", 2025, "2024-10-01")]
    [InlineData(2, "2024-01-31", 2024, "2023-11-01")]
    [InlineData(1, "2024-12-31", 2024, "2024-10-01")]
    public void FiscalYear_OfADay_HasTheNumberOfTheYearInWhichItEnds(int start, string day, int year, string quarter)
    {
        var calendar = new BusinessCalendar(FiscalYearStart: start);
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(year, calendar.FiscalYearOf(date));
        Assert.InRange(date, calendar.FiscalYear(year), calendar.FiscalYear(year + 1).AddDays(-1));
        Assert.Equal(quarter, calendar.FiscalQuarterOf(date).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}
