using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Most and least, first and last in words of every day, whose the extreme thing is, and in what order it is told.</summary>
internal static class EndRules
{
    private const string Ends = "most|fewest|highest|lowest";

    public static IEnumerable<Rule> All { get; } = [.. Most(), .. Owners(), .. Times(), .. Orders(), .. Beside()];

    private static IEnumerable<Rule> Most() =>
    [
        new("Best", "light most|fewest Entity", a => new BestPart(new CountPart((OperandPart)a[2]!) { At = a[2]!.At }, null, IsUp(a[1])), 0.25,
            "which customer placed the most orders"),
        new("Best", $"light {Ends} Measured|Figure",
            a => new BestPart((OperandPart)a[2]!, null, IsUp(a[1])) { IsOfTotal = Made.Class(a[1]) is "most" or "fewest" }, 0.25),
        new("Best", "MeasureVerb most|fewest Attr", a => Made.Measures(a[2]) is { } of
            ? new BestPart(of, null, IsUp(a[1])) { IsOfTotal = true } : null, 0.2),
        new("OtherEnd", $"[comma] andwhich [with|light] {Ends} [Entity|Attr]", a => new OtherEndPart(IsUp(a[3])), 0.1,
            "which customer has the most orders, and which the fewest"),
        new("Common", "Attr|Entity [rel] [be] happensmost|happensleast",
            a => new CommonPart((OperandPart)a[0]!, Made.Class(a[3]) == "happensmost", 1) { IsOpen = true }, 0.2, "which status happens the most among orders"),
        new("Common", "Attr|Entity owner Entity [rel] [be] happensmost|happensleast",
            a => new CommonPart((OperandPart)a[0]!, Made.Class(a[5]) == "happensmost", 1) { IsOpen = true, Among = (EntityPart)a[2]! }, 0.35,
            "which status of orders happens the most"),
        new("Common", "mostof Entity [be|light] [in|origin] which Attr|Entity",
            a => new CommonPart((OperandPart)a[5]!, true, 1) { Among = (EntityPart)a[1]! }, 0.3, "most of the orders are in which status"),
        new("Ranked", "mostcommon|leastcommon Entity by|terms Measured|Figure", a => new RankedPart((OperandPart)a[1]!,
            new BestPart((OperandPart)a[3]!, null, Made.Class(a[0]) == "mostcommon") { IsOfTotal = true, IsOpen = true }), 0.3,
            "most popular products by stock"),
    ];

    private static IEnumerable<Rule> Owners() =>
    [
        new("Best", "[with|light] Superlative Entity", a => new BestPart(null, (DegreeWord)a[1]!, ((DegreeWord)a[1]!).IsMore) { Of = (EntityPart)a[2]! }, 0.1,
            "which city has the oldest customer"),
        new("Best", $"with|light Entity [rel] with {Ends} Measured", a => new BestPart((OperandPart)a[5]!, null, IsUp(a[4])) { Of = (EntityPart)a[1]! }, 0.2,
            "which city has the customer with the highest credit limit"),
    ];

    private static IEnumerable<Rule> Times() =>
    [
        new("Best", "[be] Verb first|last", a => Made.Dates(a[1]) is { } when ? new BestPart(when, null, Made.Class(a[2]) == "last") : null, 0.1,
            "which order was shipped last"),
        new("Best", "[be] first|last Verb", a => Made.Dates(a[2]) is { } when ? new BestPart(when, null, Made.Class(a[1]) == "last") : null, 0.05),
        new("Ranked", "first|last Entity [rel] [be] Verb", a => Made.Dates(a[4]) is { } when
            ? new RankedPart((OperandPart)a[1]!, new BestPart(when, null, Made.Class(a[0]) == "last")) : null, 0.2, "the first order shipped"),
    ];

    private static IEnumerable<Rule> Orders() =>
    [
        new("Ranked", "Superlative Entity first", a => new RankedPart((OperandPart)a[1]!,
            new BestPart(null, (DegreeWord)a[0]!, ((DegreeWord)a[0]!).IsMore) { IsAll = true }), 0.15, "the cheapest products first"),
        new("Order", "[ordered] ordered Superlative to Superlative", a => Ordered(a[2], a[4]), 0.25, "products from cheapest to most expensive"),
        new("Order", "[ordered] Superlative first", a => Ordered(a[1]), 0.2, "products, cheapest first"),
        new("Order", "[ordered] startingwith Superlative [those] [to] [Superlative]", a => Ordered(a[2]), 0.2,
            "products starting with the cheapest"),
        new("Order", $"[ordered] startingwith {Ends}|Superlative SortKey [to] [{Ends}|Superlative]", a =>
            new OrderPart((OperandPart)a[3]!, a[2] is DegreeWord degree ? degree.IsMore : IsUp(a[2])), 0.2, "products starting with the highest price"),
    ];

    private static IEnumerable<Rule> Beside() =>
    [
        new("Beside", "[comma] with|and their Column|Table", a => new BesidePart(Theirs(a[3])), 0.1,
            "top 3 customers by number of orders with their city"),
        new("Beside", "[comma] with|and their Column|Table and|comma Attr|Entity", a => new BesidePart(Made.List(Theirs(a[3]), a[5])), 0.15),
        new("AlsoCount", "[comma] andhowmany [eachhas] [light]", _ => new AlsoCountPart(), 0.1, "which customers have more than 5 orders and how many"),
        new("AlsoCount", "[comma] with|and [their] count Entity", a => ((EntityPart)a[4]!).Where.Count == 0 ? new AlsoCountPart((EntityPart)a[4]!) : null, 0.2,
            "customers with more than 5 orders with the number of orders"),
        new("Figure", "count Entity eachhas [light]", a => new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, -0.4),
    ];

    private static OperandPart Theirs(Part? name) => name is ColumnName column
        ? new AttributePart(column, IsTheirs: true) { At = column.At } : Made.Entity(name);

    private static bool IsUp(Part? cue) => Made.Class(cue) is "most" or "highest";

    private static IEnumerable<string> Spoken(DegreeWord degree) => degree.Dimension.Columns.Concat(degree.Dimension.Reversed);

    /// <summary>The adjective says by what; null where the two do not speak of the same.</summary>
    private static OrderPart? Ordered(Part? from, Part? to = null) =>
        from is DegreeWord first && (to is null || Spoken((DegreeWord)to).Intersect(Spoken(first)).Any())
            ? new OrderPart(null, first.IsMore) { Degree = first }
            : null;
}
