using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>When something happened.</summary>
internal static class TimeRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("When", "within Period", a => Made.Period(a[1], r => r), 0.1, "orders in March 2025"),
        new("When", "Period", a => Made.Period(a[0], r => r), -0.05, "orders last month"),
        new("When", "before Period", a => Made.Period(a[1], r => new DateRange(null, r.From)), 0.1, "orders before 2025"),
        new("When", "after Period", a => Made.Period(a[1], r => new DateRange(r.To, null)), 0.1, "orders after March 2025"),
        new("When", "since Period", a => Made.Period(a[1], r => r with { To = null }), 0.05, "orders since March 2025"),
        new("When", "by-end Period", a => Made.Period(a[1], r => r with { From = null }), 0.1, "orders until the end of 2024"),
        new("When", "[between|since|within] Period to|and Period", a => Class(a[0]) == "within" && Class(a[2]) == "and" ? null : Made.Stretch(a[1], a[3]), 0.1,
            "orders from March to May 2025"),
        new("When", "[within] Period and|or Period", a => Made.Any(Made.Period(a[1], r => r), Made.Period(a[3], r => r)), 0.1, "orders in March and May 2025"),
        new("When", "[within] Period comma Period", a => Made.Any(Made.Period(a[1], r => r), Made.Period(a[3], r => r)), 0.1),
        new("When", "[within] Period comma [and|or] When", a => Made.Any(Made.Period(a[1], r => r), a[4]), 0.1),
        new("Cond", "[rel] [be] Verb late", a => Made.Dates(a[2]) is { } what ? new LatePart(what) : null, 0.15, "orders shipped late"),
        new("Cond", "[rel] [be] overduenow", a => new LatePart(null, IsStill: true), 0.9),
        new("Cond", "[rel] [be] overdue", a => new LatePart(null, IsStill: true), 0.05, "orders that are overdue"),
        new("Entity", "newword Entity [asked] [with] [we] [gained] When", a => New(a[1], a[6]), 0.05, "new customers in 2025"),
        new("Cond", "[rel] [be] overduefor Attr", a => Made.Dates(a[3]) is { } due ? new LatePart(null, IsStill: true) { Due = due } : null, 0.2,
            "orders overdue for promised"),
        new("Entity", "newword Entity", a => Made.Entity(a[1], new PeriodPart(new DateRange(null, null), IsBeginning: true) { At = a[0]!.At }), 0.15,
            "number of new customers per month"),
        new("Entity", "overdue Entity", a => Made.Entity(a[1], new LatePart(null, IsStill: true) { At = a[0]!.At }), 0.05, "overdue orders"),
        new("Cond", "[rel] [be] late", a => new LatePart(null), Example: "orders that are late"),
        new("Cond", "[rel] [be] Verb ontime", a => Made.Dates(a[2]) is { } what ? new LatePart(what, IsInTime: true) : null, 0.15, "orders shipped on time"),
        new("Cond", "[rel] [be] ontime", a => new LatePart(null, IsInTime: true), Example: "orders that were on time"),
        new("Cond", "When", a => a[0]),
        new("Cond", "[rel] [with] [be] Verb When", a => Made.On(a[3], a[4]), 0.15, "orders shipped in 2025"),
        new("Cond", "[with|whose|rel] Attr [be] When", a => Made.On(a[1], a[3]), 0.1, "orders with shipped date before 2025"),
        new("Cond", "[rel] [be] Verb", a => Made.Happened(a[2]) is { } date ? new NotPart(new EmptyPart(date)) : null, -0.2, "orders that were shipped"),
        new("Unit", "Unit of Date", a => a[0] is UnitWord unit ? new UnitPart(unit, Made.Dates(a[2])) : null),
    ];

    private static EntityPart? New(Part? things, Part? then) =>
        then is PeriodPart { Column: null } period ? Made.Entity(things, period with { IsBeginning = true }) : null;

    private static string? Class(Part? cue) => (cue as CueWord)?.Class;
}
