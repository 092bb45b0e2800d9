using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Numbers that are worked out of rows: counts, sums, shares, growth.</summary>
internal static class FigureRules
{
    private const string Functions = "avg|sum|max|min|median|deviation";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Figure", "count Entity", a => new CountPart((OperandPart)a[1]!), 0.1, "how many customers are there"),
        new("Figure", "count Attr", a => new CountPart((OperandPart)a[1]!), -0.1,
            "how many cities are there"),
        new("Figure", "Entity countnoun", a => new CountPart((OperandPart)a[0]!), -0.05, "order count by city"),
        new("Figure", $"{Functions} [of] Attr", a => Aggregated(a[0], a[2]), 0.1, "average price of products"),
        new("Figure", $"{Functions} [of] Duration|Computed", a => new AggregatePart(Made.FunctionOf(a[0]), (OperandPart)a[2]!), 0.1),
        new("Figure", $"{Functions} [of] Entity", a => new AggregatePart(Made.FunctionOf(a[0]), (OperandPart)a[2]!), -0.1),
        .. Amounts(),
        new("Figure", "first|last Attr", a => Made.Dates(a[1]) is { } day
            ? new AggregatePart(Made.Class(a[0]) == "first" ? Function.Minimum : Function.Maximum, day) : null, 0.05, "first promised date per customer"),
        new("Figure", "current|former Figure", a => a[1] is AggregatePart { Of: AttributePart of } figure
            ? figure with { Of = of with { Said = [.. of.Said ?? [], new InForcePart(Made.Class(a[0]) == "former") { At = a[0]!.At }] } } : null, 0.05,
            "current average salary of employees"),
        new("Figure", "howmuch Attr", a => Made.Measures(a[1]) is { } of ? new AggregatePart(Function.Sum, of) : null,
            Example: "how much stock do products have"),
        new("Figure", "avg count Entity per|by Item", a => new GroupsPart(Made.FunctionOf(a[0]), new CountPart((OperandPart)a[2]!), (OperandPart)a[4]!), 0.2,
            "average number of orders per customer"),
        new("Figure", "avg count Entity in Entity", a => a[3] is Lattice.CueWord { Text: "in" or "on" } && ((EntityPart)a[4]!).Where.Count == 0
            ? new GroupsPart(Function.Average, new CountPart((OperandPart)a[2]!) { At = a[2]!.At }, (OperandPart)a[4]!) : null, 0.2),
        new("Figure", "max|min|median|avg Entity per Item", a => new GroupsPart(Made.FunctionOf(a[0]), new CountPart((OperandPart)a[1]!), (OperandPart)a[3]!),
            0.1,
            "average orders per customer"),
        new("Figure", "avg sum [of] Attr per Item", a => Made.Measures(a[3]) is { } of
            ? new GroupsPart(Function.Average, new AggregatePart(Function.Sum, of), (OperandPart)a[5]!)
            : null, 0.2),
        new("Duration", "days|hours between Date and|to Date", a =>
            new DurationPart((AttributePart)a[2]!, (AttributePart)a[4]!, Made.Class(a[0]) == "hours" ? "hour" : "day"), 0.1,
                "days between ordered and shipped of orders"),
        new("Duration", "Age", a => Made.Dates(a[0]) is { } from ? new DurationPart(from, null, "year") : null),
        new("Figure", "Duration avg|median", a => new AggregatePart(Made.FunctionOf(a[1]), (OperandPart)a[0]!), 0.1,
            "how long between ordered and shipped on average"),
        new("Date", "Attr", a => Made.Dates(a[0])),
        new("Date", "Verb", a => Made.Dates(a[0])),
        new("Computed", "difference Attr and Attr", a => Made.Measures(a[1]) is { } left && Made.Measures(a[3]) is { } right
            ? new ArithmeticPart(Operator.Minus, left, right)
            : null),
        new("Computed", "Attr minus Attr", a => Made.Measures(a[0]) is { } left && Made.Measures(a[2]) is { } right
            ? new ArithmeticPart(Operator.Minus, left, right) : null, 0.2, "stock minus reorder level of products"),
        new("Figure", "difference Figure and Figure", a => new ArithmeticPart(Operator.Minus, (OperandPart)a[1]!, (OperandPart)a[3]!), 0.1),
        new("Figure", "percentage|share Entity Cond", a => a[2] is MentionPart or PeriodPart ? null
            : new SharePart(new CountPart((OperandPart)a[1]!), Scale(a[0]), (FilterPart)a[2]!), 0.15,
            "what percentage of orders are paid"),
        new("ShareBy", "percentage|share Entity per Item Cond", a => a[4] is MentionPart or PeriodPart ? null
            : new ShareByPart(new SharePart(new CountPart((OperandPart)a[1]!), Scale(a[0]), (FilterPart)a[4]!) { At = a[1]!.At },
                new ByPart([(OperandPart)a[3]!], IsEach: true) { At = a[3]!.At }), 0.2,
            "what percentage of the orders of each customer are paid"),
        new("ShareBy", "percentage|share Entity light [in|origin] per Item", a =>
            new ShareByPart(new SharePart(new CountPart((OperandPart)a[1]!), Scale(a[0]), null) { At = a[1]!.At },
                new ByPart([(OperandPart)a[5]!], IsEach: true) { At = a[5]!.At }), 0.2,
            "what share of the paid orders comes from each city"),
        new("Figure", "percentage|share Attr", a => Made.Measures(a[1]) is { } of ? new SharePart(new AggregatePart(Function.Sum, of), Scale(a[0]), null)
            : null, 0.1,
            "share of total amount by city"),
        new("Figure", "percentage|share Figure", a => new SharePart((OperandPart)a[1]!, Scale(a[0]), null), 0.1),
        new("Figure", "percentage|share Entity", a => Shared(a[0], (EntityPart)a[1]!), 0.05, "share of orders by status"),
        new("Figure", "Values|Flagged rate", a => new RatePart((FilterPart)a[0]!), 0.1, "cancelled rate of orders by city"),
        new("Flagged", "Flag", a => FilterRules.Flagged(a[0])),
        new("Figure", "growth Summed", a => new ChangePart((OperandPart)a[1]!, null), 0.1, "growth of orders by month"),
        new("Figure", "Summed growth", a => new ChangePart((OperandPart)a[0]!, null), 0.1, "orders growth by month"),
        new("Figure", "running Summed", a => new RunningPart((OperandPart)a[1]!), 0.1, "running total of orders by month"),
        new("Summed", "Figure", a => a[0]),
        new("Summed", "Entity", a => new CountPart((OperandPart)a[0]!)),
        new("Summed", "Attr", a => Made.Measures(a[0]) is { } of ? new AggregatePart(Function.Sum, of) : null),
    ];

    private static IEnumerable<Rule> Amounts() =>
    [
        new("Figure", "Measure", a => Measured(a[0]), Example: "revenue by city"),
        new("Figure", "sum [of] Measure", a => Measured(a[2]), 0.1, "total revenue by city"),
        new("Figure", "howmuch Measure", a => Measured(a[1]), 0.1, "how much revenue did we have in 2025"),
        new("Figure", "howmuch [be] MeasureVerb", a => Measured(a[2]), 0.1),
        new("Figure", "avg|max|min|median [of] Measure", a => new AggregatePart(Made.FunctionOf(a[0]), Measured(a[2])), 0.05),
        new("Figure", "avg|max|min|median [sum] [of] Measure per Item|Unit", a => new GroupsPart(Made.FunctionOf(a[0]), Measured(a[3]),
            a[5] is Lattice.UnitWord unit ? new UnitPart(unit) { At = unit.At } : (OperandPart)a[5]!), 0.2, "average revenue per customer"),
        new("Figure", "avg|max|min|median [of] Worth", a => new GroupsPart(Made.FunctionOf(a[0]), Measured(a[2]),
            Made.Entity(((Lattice.MeasureName)a[2]!).Each! with { At = a[2]!.At })), 0.2, "average order value"),
    ];

    public static MeasurePart Measured(Lattice.Part? name) => new((Lattice.MeasureName)name!) { At = name!.At };

    /// <summary>"share of paid orders": how many of the orders are paid.</summary>
    private static SharePart Shared(Lattice.Part? cue, EntityPart entity) =>
        entity.Where.FirstOrDefault(w => w is ValuesPart or FlagPart or NotPart { Inner: ValuesPart or FlagPart }) is { } met
            ? new SharePart(new CountPart(entity with { Where = [.. entity.Where.Where(w => w != met)] }), Scale(cue), met)
            : new SharePart(new CountPart(entity), Scale(cue), null);

    public static ShareScale Scale(Lattice.Part? cue) => Made.Class(cue) == "percentage" ? ShareScale.Percent : ShareScale.Fraction;

    /// <summary>Only numbers are added up or averaged; of dates and texts there are a first and a last.</summary>
    private static AggregatePart? Aggregated(Lattice.Part? function, Lattice.Part? of)
    {
        var kind = Made.FunctionOf(function);
        var attribute = Made.Measures(of) ?? (kind is Function.Maximum or Function.Minimum ? Made.Dates(of) : null);
        return attribute is null ? null : new AggregatePart(kind, attribute);
    }
}
