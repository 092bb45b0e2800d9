using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Things, their columns and their values.</summary>
internal static class NounRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("Entity", "Table", a => Made.Entity(a[0]), Example: "customers"),
        new("Entity", "all Entity", a => a[1], 0.02, "all customers"),
        new("Entity", "distinct Entity", a => Made.Entity(a[1]) with { IsDistinct = true }, Example: "different customers"),
        new("Entity", "Values Entity", a => Made.Entity(a[1], Made.Values(a[0])), 0.02, "paid orders"),
        new("Entity", "Values Attr Entity", a => Made.Entity(a[2], Made.Values(a[0]) with { Column = (AttributePart)a[1]! }), 0.05, "paid status orders"),
        new("Entity", "Unverb Entity", a => Made.Dates(a[0]) is { } date ? Made.Entity(a[1], new EmptyPart(date)) : null, Example: "unshipped orders"),
        new("Entity", "PastVerb Entity", a => Made.Happened(a[0]) is { } date ? Made.Entity(a[1], new NotPart(new EmptyPart(date))) : null, -0.2),
        new("Entity", "not Values Entity", a => Made.Entity(a[2], new NotPart(Made.Values(a[1]))), Example: "non paid orders"),
        new("Entity", "Flag Entity", a => Made.Entity(a[1], FilterRules.Flagged(a[0])), 0.02, "discontinued products"),
        new("Entity", "not Flag Entity", a => Made.Entity(a[2], new NotPart(FilterRules.Flagged(a[1]))), Example: "non-discontinued products"),
        new("Entity", "Period [possessive] Entity", a =>
            Made.Entity(a[2], Made.Period(a[0], r => r)! with { Column = Made.DayOf((EntityPart)a[2]!) }), -0.05, "2025 orders"),
        new("Entity", "current|former Entity", a => Made.Entity(a[1], Made.InForce(a[0])), Example: "former employees"),
        new("Cond", "comma|stop Period Entity only", a => Made.DayOf((EntityPart)a[2]!) is { } day
            ? Made.Period(a[1], r => r)! with { Column = day } : null, 0.4),
        new("Attr", "Column", a => new AttributePart((ColumnName)a[0]!), Example: "list customer cities"),
        new("Attr", "their Column", a => new AttributePart((ColumnName)a[1]!, IsTheirs: true), Example: "customers and their cities"),
        new("Attr", "distinct Attr", a => ((AttributePart)a[1]!) with { IsDistinct = true }, Example: "distinct cities of customers"),
        new("Attr", "all Attr", a => a[1]),
        new("Attr", "Column owner Entity", a => Made.Owned(a[0], a[2]), 0.05, "names of the customers"),
        new("Attr", "Column owner their Entity", a => Made.Owned(a[0], a[3]), 0.1),
        new("Attr", "Table possessive Column", a => Made.Owned(a[2], a[0]), 0.05, "the customers' cities"),
        new("Attr", "Table Column", a => a[1] is ColumnName { IsDone: true } ? null : Made.Owned(a[1], a[0]), -0.1, "customer phones"),
        new("Entity", "Table Table", a => a[1] is TableName { Role: not null, IsVerb: true } or TableName { IsOfAgent: true } ? null
            : Made.Entity(a[1], new MentionPart(Made.Entity(a[0]), IsInPassing: true)), -0.15, "customer orders"),
        new("Attr", "current|former Attr", a => (AttributePart)a[1]! with { Said = [Made.InForce(a[0])] },
            Example: "current salary of employees"),
        new("Entity", "Values", a => Made.Kinds(Made.Values(a[0])), -0.4, "how many cancelled"),
        new("Values", "Value", a => Made.Values(a[0])),
        new("Values", "Value or Values", a => Made.Joined(a[0], a[2]), 0.05, "orders that are paid or cancelled"),
        new("Values", "Value and Values", a => Made.Joined(a[0], a[2], areApart: true), 0.05, "customers in Berlin and Paris"),
        new("Values", "Value comma [or|and] Values", a => Made.Joined(a[0], a[3]), 0.05, "customers in Berlin, Paris or Oslo"),
        new("Entity", "Value versus Value Entity", a => IsAgainst(a[1]) ? Made.Entity(a[3], Made.Joined(a[0], a[2], areApart: true)) : null, 0.1,
            "number of paid vs cancelled orders"),
        new("Entity", "Entity [rel] [be] [in] Value versus Value", a =>
            IsAgainst(a[5]) ? Made.Entity(a[0], Made.Joined(a[4], a[6], areApart: true)) : null, 0.2, "number of orders paid vs cancelled"),
        new("Values", "Value aswell Value", a => Made.Joined(a[0], a[2], needsAll: true), 0.15),
        new("Values", "both Value and Value", a => Made.Joined(a[1], a[3], needsAll: true), 0.05),
        new("Literals", "Values", a => a[0]),
        new("Literals", "Text", a => Made.Values(a[0]), -0.1, "customers named \"Anton\""),
        new("Literals", "Text or|and|comma Literals", a => Made.Joined(a[0], a[2]), -0.1),
        new("Item", "Attr|Entity|Figure", a => a[0]),
        new("List", "Item and|comma Item", a => Made.List(a[0], a[2]), Example: "names and cities of customers"),
        new("List", "Item comma [and] List", a => Made.List(a[0], a[3]), Example: "name, city and phone of customers"),
        new("List", "Item comma and Item", a => Made.List(a[0], a[3])),
    ];

    /// <summary>"vs" rather than "and", which may say both at once.</summary>
    private static bool IsAgainst(Part? cue) => cue is CueWord { Text: not "and" };
}
