using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>A stretch of days. <paramref name="From"/> is included, <paramref name="To"/> is not; null is open.</summary>
internal sealed record DateRange(DateOnly? From, DateOnly? To)
{
    public static DateRange Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));

    public static DateRange Month(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return new DateRange(first, first.AddMonths(1));
    }

    public static DateRange Quarter(int year, int quarter)
    {
        var first = new DateOnly(year, (3 * (quarter - 1)) + 1, 1);
        return new DateRange(first, first.AddMonths(3));
    }

    /// <summary>The last day that there is (9999-12-31, which stands for an open end in many databases) has none after it: its range is open.</summary>
    public static DateRange Day(DateOnly day) => new(day, day == DateOnly.MaxValue ? null : day.AddDays(1));

    /// <summary>The calendar period of <paramref name="unit"/> that lies <paramref name="offset"/> periods from today's.</summary>
    public static DateRange Relative(DateOnly today, string unit, int offset, BusinessCalendar calendar)
    {
        var week = calendar.WeekOf(today);
        return unit switch
        {
            "year" => Year(today.Year + offset),
            "quarter" => Shift(Quarter(today.Year, ((today.Month - 1) / 3) + 1), 3 * offset),
            "month" => Shift(Month(today.Year, today.Month), offset),
            "week" => new DateRange(week.AddDays(7 * offset), week.AddDays((7 * offset) + 7)),
            _ => Day(today.AddDays(offset)),
        };
    }

    /// <summary>From so many units ago up to and including today.</summary>
    public static DateRange Past(DateOnly today, string unit, int count) => new(
        unit switch
        {
            "year" => today.AddYears(-count),
            "quarter" => today.AddMonths(-3 * count),
            "month" => today.AddMonths(-count),
            "week" => today.AddDays(-7 * count),
            _ => today.AddDays(-count),
        },
        today.AddDays(1));

    /// <summary>True when no day is in it.</summary>
    public bool IsEmpty => From >= To;

    private static DateRange Shift(DateRange range, int months)
    {
        var from = range.From!.Value.AddMonths(months);
        var length = ((range.To!.Value.Year - range.From.Value.Year) * 12) + range.To.Value.Month - range.From.Value.Month;
        return new DateRange(from, from.AddMonths(length));
    }
}
