using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>What is said after the question: what to show, in what order, which rows only, which not, and that those without any count too.</summary>
internal static class TailRules
{
    public static IEnumerable<Rule> All { get; } = [.. Narrowed(), .. LeftOut(), .. Kept(), .. Shown()];

    private static IEnumerable<Rule> Narrowed() =>
    [
        new("Cond", "comma|stop Entity [be] only", a => Narrower(a[1]), 0.25, "number of orders by city, paid orders only"),
        new("Cond", "comma|stop only Entity", a => Narrower(a[2]), 0.25, "number of orders by city, only paid orders"),
        new("Cond", "comma|stop Values [those] [be] only", a => Made.Values(a[1]), 0.25, "number of orders by city, paid only"),
        new("Cond", "comma|stop only Values [those]", a => Made.Values(a[2]), 0.25),
        new("Cond", "comma|stop [only] current|former [those] only", a => Made.InForce(a[2]), 0.3),
        new("Cond", "comma|stop only current|former [those]", a => Made.InForce(a[2]), 0.3),
        new("Cond", "comma|stop Flag those only", a => FilterRules.Flagged(a[1]), 0.25, "products, discontinued ones only"),
        new("Cond", "comma|stop only Flag [those]", a => FilterRules.Flagged(a[2]), 0.25, "products, only discontinued ones"),
        new("Cond", "comma|stop PastVerb those only", a => Made.Happened(a[1]) is { } date ? new NotPart(new EmptyPart(date)) : null, 0.25,
            "number of orders by city, shipped ones only"),
        new("Cond", "comma|stop [in] Period only", a => Made.Period(a[2], r => r), 0.25, "number of orders by city, 2025 only"),
        new("Cond", "comma|stop only [those] Cond", a => a[3], 0.2, "number of orders by city, only those shipped in 2025"),
    ];

    private static IEnumerable<Rule> LeftOut() =>
    [
        new("Cond", "ne [all] Entity", a => Excluded(a[2]), 0.1, "number of orders by city, leaving out cancelled orders"),
        new("Cond", "[comma|stop] Entity [be] leftout", a => Excluded(a[1]), 0.25, "number of orders by city, cancelled orders left out"),
        new("Cond", "[comma|stop] Values [those] [be] leftout", a => new NotPart(Made.Values(a[1])), 0.25, "number of orders by city, cancelled ones left out"),
        new("Cond", "[comma|stop] without Values those", a => new NotPart(Made.Values(a[2])), 0.2, "number of orders by city without the cancelled ones"),
    ];

    private static IEnumerable<Rule> Kept() =>
    [
        new("Keep", "[comma|stop] keepverb [all] Entity|those nonesaid", a => Keeps(a[3]), 0.8, "number of orders per customer, include customers with none"),
        new("Keep", "[comma|stop] Entity|those nonesaid keepend", a => Keeps(a[1]), 0.8, "number of orders per customer, those without any included"),
        new("Keep", "[comma|stop] keepverb Entity|those without Entity", a => Keeps(a[2], a[4]), 0.8),
        new("Keep", "[comma|stop] Entity|those without [all] Entity keepend", a => Keeps(a[1], a[4]), 0.8,
            "number of orders per customer, customers without orders should show zero"),
        new("Keep", "[comma|stop] keepverb Entity|those nobody [with|be] Done|Verb", a => Keeps(a[2]), 0.8),
    ];

    private static IEnumerable<Rule> Shown() =>
    [
        new("Tail", "comma|stop listthem", _ => new ListedPart(), 0.15, "are there customers without orders? list them"),
        new("Tail", "stop datedby Attr", a => Made.Dates(a[2]) is { } day ? new DatedPart(day) : null, 0.25, "number of orders in 2025 (by shipped date)"),
        new("Tail", "comma|stop Unit eq Attr", a => Made.Dates(a[3]) is { } day ? new DatedPart(day) : null, 0.3),
        new("Tail", "[comma] muchtoo", _ => new MuchTooPart(), -0.05, "the product with the highest list price, and how much is it"),
        new("Beside", "comma|stop open List|Attr", a => new BesidePart((OperandPart)a[2]!), 0.2,
            "customers without orders - show name and city"),
        new("Beside", "comma|stop with [their] Entity|Attr|List", a =>
            a[3] is EntityPart { Where.Count: > 0 } ? null : new BesidePart((OperandPart)a[3]!), 0.3,
            "number of orders per customer, with phone"),
        new("Beside", "stop List", a => new BesidePart((OperandPart)a[1]!), 0.2, "customers without orders - name and city"),
        new("Tail", "comma|stop whichones", _ => new CueWord("idle"), 0.1, "customers without orders - which ones"),
        new("Tail", "comma|stop eachonce", _ => new OncePart(), 0.1, "cities of customers, each once"),
        new("Tail", "comma|stop howmanytail", _ => new HowManyPart(), 0.2, "customers without orders - how many"),
        new("Beside", "comma|stop only Attr", a => new BesidePart((OperandPart)a[2]!), 0.2, "customers without orders, only the names"),
        new("Beside", "comma|stop Attr only", a => new BesidePart((OperandPart)a[1]!), 0.2, "customers without orders, names only"),
        new("Beside", "stop Attr", a => new BesidePart((OperandPart)a[1]!), 0.1, "are there customers in Berlin? names please"),
        new("Order", "comma|stop most|fewest|highest|lowest Attr|Entity|Figure first",
            a => new OrderPart(Counted(a[2]), Made.Class(a[1]) is "most" or "highest"), 0.3,
            "number of orders per customer, most orders first"),
        new("Order", "comma|stop mostcommon|leastcommon [Attr|Entity] first", a => new OrderPart(null, Made.Class(a[1]) == "mostcommon"), 0.25,
            "number of orders per city, most common city first"),
    ];

    private static OperandPart Counted(Part? key) => key is EntityPart thing ? new CountPart(thing) { At = thing.At } : (OperandPart)key!;

    /// <summary>Null where nothing says which of them.</summary>
    private static MentionPart? Narrower(Part? entity) => ((EntityPart)entity!).Where.Count > 0 ? new MentionPart((EntityPart)entity) { At = entity.At } : null;

    private static NotPart? Excluded(Part? entity) => Narrower(entity) is { } mention ? new NotPart(mention) : null;

    private static KeepEmptyPart? Keeps(Part? things, Part? lacking = null) =>
        things is EntityPart { Where.Count: > 0 } || lacking is EntityPart { Where.Count: > 0 } ? null
            : new KeepEmptyPart(things as EntityPart, lacking as EntityPart);
}
