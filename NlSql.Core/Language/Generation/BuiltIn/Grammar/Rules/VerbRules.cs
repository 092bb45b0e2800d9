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
        new("Done", "Deed", a => Made.Entity(a[0])),
        new("Said", "Table", a => a[0] is TableName { IsVerb: true } verb ? Made.Entity(verb) : null),
        new("Cond", "[rel] be Done", a => new ExistsPart((EntityPart)a[2]!), 0.1, "customers that were paid"),
        new("Cond", "[rel] [with|be] Done [in] Values", a => new ExistsPart(Made.Entity(a[2], Made.Values(a[4]))), 0.2, "customers who bought Chai"),
        new("Cond", "[rel] [with|be] Done in Values", a => a[3] is CueWord { Text: "by" or "with" or "via" }
            ? Paid((EntityPart)a[2]!, Made.Values(a[4])) : null,
            0.9),
        new("Cond", "rel [with] Done [all] Entity", a => new ExistsPart(Made.Done(a[2], a[4])), 0.35, "customers who bought a product"),
        new("Best", "[be] Said often|most", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null, true), 0.15),
        new("Best", "[be] Said seldom|fewest", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null, false), 0.15),
        new("Best", "be Done most|fewest", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null, Made.Class(a[2]) == "most"), 0.15),
        new("Best", "[with|be] Done mostoften|leastoften", a => new BestPart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, null,
            Made.Class(a[2]) == "mostoften"), 0.2, "which product was bought most often"),
        new("Best", "[with|be] in Entity mostoften|leastoften", a => new BestPart(new CountPart((OperandPart)a[2]!) { At = a[2]!.At }, null,
            Made.Class(a[3]) == "mostoften"), 0.2),
        new("Best", "[with|be] Done most|fewest Entity", a => new BestPart(
            new CountPart(Made.Done(a[1], a[3])) { At = a[1]!.At.Through(a[3]!.At) }, null, Made.Class(a[2]) == "most"), 0.32,
            "which customer bought the most products"),
        new("Best", "[with|be] Done most|fewest Attr", a => Made.Measures(a[3]) is { } of
            ? new BestPart(of, null, Made.Class(a[2]) == "most") { IsOfTotal = true } : null, 0.3),
        new("Common", "most|mostoften|fewest|leastoften Done Entity", a => Ranked(a[0], a[1], a[2], 0), 0.2, "most bought product"),
        new("Common", "[top] Number most|mostoften|fewest|leastoften Done Entity", a =>
            Made.Number(a[1]) is > 0 and < int.MaxValue and var n ? Ranked(a[2], a[3], a[4], (int)n) : null, 0.25,
            "the 5 most bought products"),
        new("Figure", "count Entity be Entity", a => ByDoers(a[1], a[2], a[3]), 0.1),
        new("Figure", "count Entity be Entity Cond", a => a[4] is ValuesPart or FlagPart or AllPart or AnyPart
            ? ByDoers(a[1], a[2], Made.Entity(a[3], (FilterPart)a[4]!)) : null, 0.25, "how many orders did customers in Berlin place in 2024"),
        new("Figure", "percentage|share Entity [rel] be Done", a =>
            new SharePart(new CountPart((OperandPart)a[1]!), FigureRules.Scale(a[0]), new ExistsPart((EntityPart)a[4]!) { At = a[4]!.At }), 0.2),
        new("Figure", "Table rate", a => new RatePart(new ExistsPart(Made.Entity(a[0])) { At = a[0]!.At })),
    ];

    /// <summary>"paid by card": how it was done, which the rows of it tell.</summary>
    private static ExistsPart? Paid(EntityPart done, ValuesPart how) =>
        how is { Column: null, Of: null } && how.Values.All(v => v.Values.Any(k => done.Name.Tables[0].Node == k.Column.Table))
            ? new ExistsPart(Made.Entity(done, how with
            {
                Values = [.. how.Values.Select(v => v with { Values = [.. v.Values.Where(k => k.Column.Table == done.Name.Tables[0].Node)] })],
            }))
            : null;

    /// <summary>"how many orders did the customers": theirs are counted.</summary>
    private static CountPart? ByDoers(Part? counted, Part? asking, Part? doers) =>
        asking is CueWord { Text: { } verb } && WordTable.English.AskingVerbs.Contains(verb)
        ? new CountPart(Made.Entity(counted, new MentionPart((EntityPart)doers!) { At = doers!.At })) : null;

    /// <summary>"the five most borrowed titles"</summary>
    private static CommonPart Ranked(Part? end, Part? done, Part? of, int count) =>
        new((OperandPart)of!, Made.Class(end) is "most" or "mostoften", Math.Max(1, count)) { IsOpen = count == 0, Among = (EntityPart)done! };

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
