using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Days of the week, stretches of days in a month, and "only".</summary>
internal static class CalendarRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("When", "[between|since|within] Stretch", a => Made.Period(a[1], r => r), 0.1, "orders between 10 and 20 December 2024"),
        new("Days", "Weekday", a => a[0] is WeekdayWord days ? new WeekdayPart(days.First, days.Last) : null),
        new("Days", "Weekday or|and|comma [within] Days", a => Either((WeekdayWord)a[0]!, (FilterPart)a[3]!), 0.1, "orders on a Saturday or Sunday"),
        new("Days", "[between|since] Weekday to|and Weekday", a => Through((WeekdayWord)a[1]!, (WeekdayWord)a[3]!), 0.1, "orders from Monday to Thursday"),
        new("Cond", "[within] Days", a => a[1], 0.1, "orders on weekends"),
        new("Cond", "[rel] [with] [be] Verb [within] Days", a => Made.On(a[3], a[5]), 0.15, "orders shipped on a Sunday"),
        new("Cond", "only Cond", a => a[1], 0.05, "orders, only in 2025"),
        new("Cond", "Cond only", a => a[0], 0.05, "number of orders by status, weekends only"),
    ];

    private static AnyPart Either(WeekdayWord first, FilterPart rest) =>
        new([new WeekdayPart(first.First, first.Last) { At = first.At }, .. rest is AnyPart any ? any.Parts : [rest]]);

    private static WeekdayPart? Through(WeekdayWord from, WeekdayWord to) => from.First < to.Last ? new WeekdayPart(from.First, to.Last) : null;
}
