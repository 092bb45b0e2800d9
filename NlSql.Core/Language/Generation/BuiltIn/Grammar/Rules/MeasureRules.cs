using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>What things come to, what sells best, ends side by side, shares within each group, one total by another.</summary>
internal static class MeasureRules
{
    private const string More = "gt|ge|lt|le";

    public static IEnumerable<Rule> All { get; } = [.. Worth(), .. Totals(), .. Selling(), .. Ends(), .. Shares(), .. Ratios()];

    private static IEnumerable<Rule> Worth() =>
    [
        new("Figure", "[sum] worthof [all] Entity", a => new WorthPart((EntityPart)a[3]!), 0.15, "total value of orders by city"),
        new("Figure", "sum Entity worthnoun", a => new WorthPart((EntityPart)a[1]!), 0.1, "total order value by channel"),
        new("Figure", "avg|max|min|median worthof Entity",
            a => new AggregatePart(Made.FunctionOf(a[0]), new WorthPart((EntityPart)a[2]!) { At = a[2]!.At }), 0.2, "average value of orders by channel"),
        new("Cond", $"[rel] [be] worth {More} Number [unit]", a => new ComparePart(null, Made.RelationOf(a[3]), Made.Constant(a[4])), 0.25,
            "orders worth more than 500"),
        new("Cond", "[rel] [be] worth Number ormore|orless", a => new ComparePart(null, Made.RelationOf(a[4]), Made.Constant(a[3])), 0.25),
    ];

    private static IEnumerable<Rule> Totals() =>
    [
        new("Cond", $"[with|whose|rel] [be|with] [light] {More} Number Attr inall",
            a => Made.Measures(a[5]) is { } of && Made.Compare(of, Made.RelationOf(a[3]), a[4]) is ComparePart part
                ? part with { IsOfMany = true, IsInAll = true }
                : null, 0.2),
        new("Cond", $"[rel] [light] {More} Number [unit] inall",
            a => Made.ArePieces(a[4]) ? null : new ComparePart(null, Made.RelationOf(a[2]), Made.Constant(a[3])) { IsInAll = true }, 0.1),
        new("Cond", $"[rel] MeasureVerb {More} Number [unit] inall",
            a => new ComparePart(FigureRules.Measured(a[1]), Made.RelationOf(a[2]), Made.Constant(a[3])), 0.2, "customers who spent more than 1000 in total"),
    ];

    private static IEnumerable<Rule> Selling() =>
    [
        new("Best", "Selling", a => Sold(a[0]) with { IsOpen = true }, 0.1, "best-selling product"),
        new("Best", "Place Selling", a => Sold(a[1]) with { Count = (int)Made.Number(a[0]), IsNth = true }, 0.15, "second best-selling product"),
        new("Best", "[top] Number Selling", a => Made.Number(a[1]) is > 0 and < int.MaxValue and var n ? Sold(a[2]) with { Count = (int)n } : null, 0.15,
            "top 5 best-selling products"),
        new("Best", "SlowSelling", a => Sold(a[0]) with { IsOpen = true, IsDescending = false }, 0.1, "worst-selling product"),
        new("Best", "[top] Number SlowSelling", a => Made.Number(a[1]) is > 0 and < int.MaxValue and var n
            ? Sold(a[2]) with { Count = (int)n, IsDescending = false } : null, 0.15),
        new("Ranked", "[top] Number Selling Entity inpieces", a => Made.Number(a[1]) is > 0 and < int.MaxValue and var n
            ? new RankedPart((OperandPart)a[3]!, Sold(a[2]) with { Count = (int)n }) : null, 0.4, "top 5 best-selling products by units"),
        new("Ranked", "Selling Entity inpieces", a => new RankedPart((OperandPart)a[1]!, Sold(a[0]) with { IsOpen = true }), 0.4),
        new("Best", "Earning", a => Sold(a[0]) with { IsOpen = true }, 0.1, "which customer brings in the most money"),
        new("Best", "Verb mostoften|leastoften|most|fewest", a => Made.Dates(a[0]) is { } done
            ? new BestPart(new CountPart(done) { At = done.At }, null, Made.Class(a[1]) is "mostoften" or "most") : null, 0.2,
            "which customer ordered most often"),
        new("Spent", "MeasureVerb", a => new SpentPart(FigureRules.Measured(a[0])), -0.1, "how much did each customer spend"),
        new("Figure", "sum MeasureVerb", a => FigureRules.Measured(a[1]), 0.1, "total spent by city"),
        new("Dim", "MeasureVerb", a => FigureRules.Measured(a[0]), -0.1, "top 3 customers by spend"),
        new("Common", "most Verb Entity", a => Made.Dates(a[1]) is { } done
            ? new CommonPart((OperandPart)a[2]!, true, 1) { IsOpen = true, By = done }
            : null, 0.1, "most ordered products"),
    ];

    private static IEnumerable<Rule> Ends() =>
    [
        new("Best", "first|last and first|last Measured", a => Made.Class(a[0]) == Made.Class(a[2]) ? null
            : new BestPart((OperandPart)a[3]!, null, Made.Class(a[0]) == "last") { HasOtherEnd = true }, 0.25, "first and last order date of each customer"),
        new("List", "max|min and max|min [of] Attr", a => Made.Class(a[0]) == Made.Class(a[2]) || Made.Measures(a[4]) is not { } of ? null
            : Made.List(new AggregatePart(Made.FunctionOf(a[0]), of) { At = a[0]!.At }, new AggregatePart(Made.FunctionOf(a[2]), of) { At = a[4]!.At }), 0.2,
            "minimum and maximum price of products by category"),
        new("Figure", "avg count Attr", a => Made.Measures(a[2]) is { } of ? new AggregatePart(Function.Average, of) : null, 0.1),
    ];

    private static IEnumerable<Rule> Shares() =>
    [
        new("Each", "percentage|share per Dim possessive Entity Cond", a => Part(a[0], a[4], a[5], a[2]), 0.2,
            "what percentage of each customer's orders were cancelled"),
        new("Each", "percentage|share Entity per Dim Cond", a => Part(a[0], a[1], a[4], a[3]), 0.2,
            "what percentage of the orders of each customer were cancelled"),
        new("Each", "percentage|share Entity [rel] light per Dim", a => new EachPart(
            new SharePart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, FigureRules.Scale(a[0]), null) { At = a[1]!.At }, [(OperandPart)a[5]!]), 0.25,
            "what share of paid orders comes from each city"),
        new("By", "per Dims comma", a => new ByPart(Made.List(a[1]).Items, IsEach: true), 0.15, "for each city, number of orders"),
    ];

    private static IEnumerable<Rule> Ratios() =>
    [
        new("Figure", "Summed perone Attr|Entity", a => (a[2] as EntityPart ?? (OperandPart?)Made.Measures(a[2])) is { } per
            ? new PerPart((OperandPart)a[0]!, per) : null, -0.1, "quantity per order line by product"),
        new("Figure", "avg count Attr per Item|Unit", a => Made.Measures(a[2]) is { } of
            ? new GroupsPart(Function.Average, new AggregatePart(Function.Sum, of) { At = of.At }, Unit(a[4])) : null, 0.25),
        new("Figure", "avg count Entity per Unit", a => new GroupsPart(Function.Average, new CountPart((OperandPart)a[2]!) { At = a[2]!.At }, Unit(a[4])), 0.2,
            "average number of orders per month"),
    ];

    private static OperandPart Unit(Part? part) => part is UnitWord unit ? new UnitPart(unit) { At = unit.At } : (OperandPart)part!;

    private static BestPart Sold(Part? name) => new(FigureRules.Measured(name), null, true) { IsOfTotal = true };

    /// <summary>Rows of each that meet a condition, of all of its rows; null for a condition that tells which rows are looked at.</summary>
    private static EachPart? Part(Part? scale, Part? entity, Part? met, Part? each) => met is MentionPart or PeriodPart or AllPart ? null
        : new EachPart(new SharePart(new CountPart((OperandPart)entity!) { At = entity!.At }, FigureRules.Scale(scale), (FilterPart)met!) { At = met!.At },
            [(OperandPart)each!]);
}
