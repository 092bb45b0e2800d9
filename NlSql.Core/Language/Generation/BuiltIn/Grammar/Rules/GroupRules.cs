using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>What answers are broken down by, cut to and sorted by.</summary>
internal static class GroupRules
{
    private const string Ends = "most|fewest|highest|lowest";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Dim", "Attr|Entity", a => a[0]),
        new("Dim", "Unit", a => a[0] is UnitWord unit ? new UnitPart(unit) : a[0], 0.05),
        new("Dim", "Attr Unit", a => Made.Dates(a[0]) is { } of && a[1] is UnitWord unit ? new UnitPart(unit, of) : null),
        new("Dim", "Figure", a => a[0], -0.1, "top 3 customers by number of orders"),
        new("UnitShown", "Unit", a => a[0] is UnitWord { IsAdjective: false } unit ? new UnitPart(unit) : null, 0, "which month had the most orders"),
        new("Dims", "Dim", a => a[0]),
        new("Dims", "Dim and|comma Dims", a => Made.List(a[0], a[2]), 0.1, "orders by city and month"),
        new("Dims", "Dim comma and Dims", a => Made.List(a[0], a[3]), 0.1),
        new("By", "per|by Dims", a => new ByPart(Made.List(a[1]).Items, Made.Class(a[0]) == "per"), 0.1, "number of orders per city"),
        new("By", "Unit", a => a[0] is UnitWord { IsAdjective: true } unit ? new ByPart([new UnitPart(unit) { At = unit.At }], false) : null,
            Example: "monthly number of orders"),
        new("By", "[rel] [be] Verb per|by Unit", a => a[4] is UnitWord unit && Made.Dates(a[2]) is { } of ? new ByPart([new UnitPart(unit, of)], true) : null,
            0.2,
            "number of orders shipped per month"),
        new("Few", "Number Entity", a => Made.Number(a[0]) is > 1 and < int.MaxValue and var n ? new FewPart((OperandPart)a[1]!, (int)n) : null, -0.3,
            "which 10 customers have the most orders"),
        new("Few", "which Number Entity", a =>
            Made.Number(a[1]) is > 1 and < int.MaxValue and var n ? new FewPart((OperandPart)a[2]!, (int)n) { IsAsked = true } : null,
            0.1),
        new("Few", "Number Attr", a => Made.Number(a[0]) is > 1 and < int.MaxValue and var n ? new FewPart((OperandPart)a[1]!, (int)n) : null, -0.35,
            "which 3 cities have the most customers"),
        new("Few", "which Number Attr", a =>
            Made.Number(a[1]) is > 1 and < int.MaxValue and var n ? new FewPart((OperandPart)a[2]!, (int)n) { IsAsked = true } : null,
            0.05),
        new("Limit", "first|last Number", a => Limited(a[1], Made.Class(a[0]) == "last") is { } limit ? limit with { IsByTime = true } : null, 0.1,
            "last 5 orders"),
        new("Limit", "top|bottom Number", a => Limited(a[1], Made.Class(a[0]) == "top"), 0.1, "top 5 products by price"),
        new("Limit", "Number top|bottom", a => Limited(a[0], Made.Class(a[1]) == "top")),
        new("Limit", "top|bottom", a => new LimitPart(1, Made.Class(a[0]) == "top") { IsOpen = true }, -0.3),
        new("Key", "Attr|Figure", a => a[0]),
        new("Key", "Entity", a => new CountPart((OperandPart)a[0]!)),
        new("Best", $"{Ends} Measured|Figure", a => new BestPart((OperandPart)a[1]!, null, IsUp(a[0])) { IsOfTotal = Made.Class(a[0]) is "most" or "fewest" },
            0.1, "customer with the highest credit limit"),
        new("Best", "MeasureVerb most|fewest", a => new BestPart(FigureRules.Measured(a[0]), null, IsUp(a[1])), 0.1, "which customer spent the most"),
        new("Best", "[be] Measure most|fewest", a => new BestPart(FigureRules.Measured(a[1]), null, IsUp(a[2])) { IsOfTotal = true }, 0.1),
        new("Measured", "Attr", a => Made.Measures(a[0]) ?? Made.Dates(a[0])),
        new("Best", "Attr most|fewest", a => Made.Measures(a[0]) is { } of ? new BestPart(of, null, IsUp(a[1])) { IsOfTotal = true } : null),
        new("Best", "GradedVerb most|fewest", a => new BestPart(null, (DegreeWord)a[0]!, ((DegreeWord)a[0]!).IsMore == IsUp(a[1])), 0.1),
        new("Best", "highest|lowest Entity", a => new BestPart(new AggregatePart(Made.FunctionOf(a[0]), (OperandPart)a[1]!) { At = a[1]!.At }, null,
            IsUp(a[0])), -0.1),
        new("Best", "most|fewest Entity", a => new BestPart(new CountPart((OperandPart)a[1]!), null, IsUp(a[0])), 0.1, "customer with the most orders"),
        new("Best", $"{Ends} and {Ends} Measured|Figure", a => new BestPart((OperandPart)a[3]!, null, IsUp(a[0])) { HasOtherEnd = true }, 0.2,
            "products with the highest and the lowest price"),
        new("Best", $"Number {Ends} Measured|Figure", a => Counted(new BestPart((OperandPart)a[2]!, null, IsUp(a[1])), a[0], false), 0.1,
            "5 highest prices of products"),
        new("Best", $"Place {Ends} Measured|Figure", a => Counted(new BestPart((OperandPart)a[2]!, null, IsUp(a[1])), a[0], true), 0.2,
            "product with the second highest price"),
        new("Best", "Superlative", a => Degree(a[0]), 0.05, "the oldest order"),
        new("Best", "Superlative Measured", a => Degree(a[0]) with { Key = (OperandPart)a[1]! }, -0.05),
        new("Best", "Superlative and Superlative", a => Degree(a[0]) with { HasOtherEnd = true }, 0.1, "the cheapest and the most expensive product"),
        new("Best", "Number Superlative", a => Counted(Degree(a[1]), a[0], false), 0.1, "3 cheapest products"),
        new("Best", "top Number Superlative", a => Counted(Degree(a[2]), a[1], false), 0.1),
        new("Best", "Place Superlative", a => Counted(Degree(a[1]), a[0], true), 0.15, "second cheapest product"),
        new("Best", "terms|lowterms Key", a => Made.Class(a[0]) == "terms" ? new BestPart((OperandPart)a[1]!, null, true)
            : new BestPart((OperandPart)a[1]!, null, false), -0.1,
            "top 3 products in terms of price"),
        new("Common", "mostcommon|leastcommon Attr|Entity", a => new CommonPart((OperandPart)a[1]!, Made.Class(a[0]) == "mostcommon", 1) { IsOpen = true }, 0.1,
            "most common status of orders"),
        new("Common", "Number mostcommon|leastcommon Attr|Entity", a => Made.Number(a[0]) is > 0 and < int.MaxValue and var n
            ? new CommonPart((OperandPart)a[2]!, Made.Class(a[1]) == "mostcommon", (int)n)
            : null, 0.1),
        new("Keep", "keep", _ => new KeepEmptyPart(), Example: "number of orders per customer, including those without"),
        new("Keep", "with Entity without Entity", a => Made.Class(a[0]) == "with" ? new KeepEmptyPart((EntityPart)a[1]!, (EntityPart)a[3]!) : null, 0.1),
        new("SortKey", "Attr|Figure|Entity", a => a[0]),
        new("SortKey", "Unit", a => a[0] is UnitWord unit ? new UnitPart(unit) : a[0]),
        new("Order", "orderby [their] SortKey [asc|desc]",
            a => new OrderPart((OperandPart)a[2]!, IsDown(a[3])) { HasDirection = a[3] is not null }, 0.2, "products sorted by price descending"),
        new("Order", "orderby [their] SortKey comma asc|desc", a => new OrderPart((OperandPart)a[2]!, IsDown(a[4])), 0.2),
        new("Order", "[ordered] asc|desc SortKey", a => new OrderPart((OperandPart)a[2]!, IsDown(a[1])), 0.1, "products in descending order of price"),
        new("Order", "orderby asc|desc SortKey", a => new OrderPart((OperandPart)a[2]!, IsDown(a[1])), 0.1),
        new("Order", "[ordered] asc|desc alpha [of|by] Attr", a => new OrderPart((OperandPart)a[4]!, IsDown(a[1])), 0.2,
            "customers in ascending alphabetical order of name"),
        new("Order", "ordered asc|desc by SortKey", a => new OrderPart((OperandPart)a[3]!, IsDown(a[1])), 0.2, "products sorted descending by price"),
        new("Order", "[ordered] [by] asc|desc", a => new OrderPart(null, IsDown(a[2])), 0.05, "products by price, highest first"),
        new("Order", "[ordered] alpha", a => new OrderPart(null, false, IsAlphabetical: true), 0.1, "names of customers in alphabetical order"),
        new("Order", "[ordered] alpha [by] Attr", a => new OrderPart((OperandPart)a[3]!, false), 0.1),
    ];

    private static bool IsUp(Part? cue) => Made.Class(cue) is "most" or "highest";

    private static bool IsDown(Part? cue) => cue is CueWord { Class: "desc" };

    private static BestPart Degree(Part? degree) => new(null, (DegreeWord)degree!, ((DegreeWord)degree!).IsMore);

    private static LimitPart? Limited(Part? number, bool isTop) => Made.Number(number) is > 0 and < int.MaxValue and var n ? new LimitPart((int)n, isTop)
        : null;

    private static BestPart? Counted(BestPart best, Part? number, bool isNth) =>
        Made.Number(number) is > 0 and < int.MaxValue and var n ? best with { Count = (int)n, IsNth = isNth } : null;
}
