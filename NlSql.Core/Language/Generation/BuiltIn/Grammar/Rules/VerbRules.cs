using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Things and amounts that a verb names: "were returned" for returns, "did customers spend" for what they spent.</summary>
internal static class VerbRules
{
    public static IEnumerable<Rule> All { get; } = [.. Happened(), .. Amounts()];

    private static IEnumerable<Rule> Happened() =>
    [
        new("Done", "Table", a => a[0] is TableName { IsVerb: true } verb ? Made.Entity(verb) : null),
        new("Cond", "[rel] be Done", a => new ExistsPart((EntityPart)a[2]!), 0.1, "customers that were paid"),
        new("Best", "[be] Done often|most", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null, true), 0.15),
        new("Best", "[be] Done seldom|fewest", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null, false), 0.15),
        new("Figure", "percentage|share Entity [rel] be Done", a =>
            new SharePart(new CountPart((OperandPart)a[1]!), FigureRules.Scale(a[0]), new ExistsPart((EntityPart)a[4]!) { At = a[4]!.At }), 0.2),
        new("Figure", "Table rate", a => new RatePart(new ExistsPart(Made.Entity(a[0])) { At = a[0]!.At })),
    ];

    private static IEnumerable<Rule> Amounts() =>
    [
        new("Figure", "howmuch asked Attr", a => Made.Measures(a[2]) is { } of ? new AggregatePart(Function.Sum, of) : null, 0.1),
        new("Figure", "howmuch asked MeasureVerb", a => (MeasureName)a[2]! is { IsPaid: false } earned ? FigureRules.Measured(earned) : null, 0.2,
            "how much did we sell in 2025"),
        new("Figure", "howmuch [be] Entity MeasureVerb", a => FigureRules.Measured(a[3]) with { Of = (EntityPart)a[2]! }, 0.2,
            "how much did German customers spend in 2025"),
        new("Figure", "howmuch [be] Entity Cond MeasureVerb", a => a[3] is MentionPart or PeriodPart ? null
            : FigureRules.Measured(a[4]) with { Of = Made.Entity(a[2], (FilterPart)a[3]!) }, 0.2, "how much did customers in Berlin spend in 2025"),
        new("Figure", "count Measure", a => (MeasureName)a[1]! is { AreUnits: true } units ? FigureRules.Measured(units) : null, 0.1),
    ];
}
