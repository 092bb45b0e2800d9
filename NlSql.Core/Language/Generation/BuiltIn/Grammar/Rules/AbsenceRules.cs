using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>"never", "nobody", "no X at all": what has not happened, or is not there.</summary>
internal static class AbsenceRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("Cond", "[rel] [with|be] not [with|be] Verb [trail]", a => Missing(a[4]), 0.15, "customers who have never ordered"),
        new("Cond", "[rel] [with|be] not [with|be] Verb [trail] Cond", a => a[6] is PeriodPart { Column: null } then && Made.Dates(a[4]) is { } date
            ? new NotPart(then with { Column = date }) : null, 0.25, "customers who have not ordered in 2025"),
        new("Cond", "[rel] [with|be] Unverb current", a => Made.Dates(a[2]) is { } end ? new EmptyPart(end) : null, 0.15),
        new("Cond", "[rel] [be] awaiting Attr|Verb", a => a[3] is AttributePart attribute ? new EmptyPart(attribute) : Missing(a[3]), 0.2),
        new("Cond", "[rel] nobody [with] Verb", a => Missing(a[3]), 0.15, "products that nobody ordered"),
        new("Cond", "[rel] nobody [with] Done [trail]", a => new NotPart(new ExistsPart((EntityPart)a[3]!)), 0.2, "products that nobody bought"),
        new("Cond", "[rel] [with] no Entity [with|be] [everword] [be] Done", a => ((EntityPart)a[3]!).Where.Count == 0
            ? new NotPart(new ExistsPart(Made.Done(a[7], a[3]))) : null, 0.2, "products that no customer ever bought"),
        new("Cond", "[rel] [with|be] not [with|be] Done [all] Entity", a => new NotPart(new ExistsPart(Made.Done(a[4], a[6]))), 0.35,
            "customers who never bought a product"),
        new("Cond", "[rel] [with|be] not [with|be] [light] anysingle Entity", a => new NotPart(new ExistsPart((EntityPart)a[6]!)), 0.4,
            "customers who have not placed a single order"),
        new("Cond", "[rel] [with|be] not [with|be] Done anysingle Entity", a => new NotPart(new ExistsPart(Made.Done(a[4], a[6]))), 0.4,
            "customers who have not bought a single product"),
        new("Cond", "[rel] nobody [with] [light] [in] Entity", a => new NotPart(new ExistsPart((EntityPart)a[5]!)), 0.05),
        new("Cond", "[rel] [be] not [be] Verb by [all] Entity",
            a => Missing(a[4]) is { } missing && ((EntityPart)a[7]!).Where.Count == 0 ? missing : null, 0.15, "products never ordered by any customer"),
        new("Cond", "[rel] [with] no|without [all] Entity trail", a => new NotPart(new ExistsPart((EntityPart)a[4]!)), 0.2, "customers with no orders at all"),
        new("Cond", "[rel] [with|light] no|without [all] Attr [trail]", a => None(a[4]), 0.06, "customers that have no phone at all"),
        new("Cond", "[rel] [with|be] not [with|be] light|assigned [in|to] [all] Attr [trail]", a => None(a[7]), 0.05, "customers not assigned to a city"),
        new("Cond", "[rel] [be] [light] in some [possessive] Entity", a => new ExistsPart((EntityPart)a[6]!), 0.1, "products on somebody's order"),
        new("Cond", "[rel] never [light] [all|in] Values", a => new NotPart(Made.Values(a[4]), IsNever: true), 0.2, "customers who never lived in Berlin"),
        new("Cond", "[rel] with some Attr", a => Made.Measures(a[3]) is { } of ? new ComparePart(of, Relation.Greater, new NumberPart(0)) : null, 0.05,
            "products with some stock"),
        new("Cond", "[rel] with both Entity and Entity", a => Made.All(new ExistsPart((EntityPart)a[3]!), new ExistsPart((EntityPart)a[5]!)), 0.25,
            "customers with both paid orders and cancelled orders"),
        new("Cond", "[rel] [with] neither Entity nor Entity", a =>
            Made.All(new NotPart(new ExistsPart((EntityPart)a[3]!)), new NotPart(new ExistsPart((EntityPart)a[5]!))), 0.2),
        new("Cond", "[rel] we Partner", a => new ExistsPart(Made.Entity(a[2])), 0.15),
        new("Cond", "[rel] [we] not Partner", a => new NotPart(new ExistsPart(Made.Entity(a[3]))), 0.2),
        new("Cond", "[rel] [be] not [be] InRole", a => new NotPart((FilterPart)a[4]!), 0.25, "airports that are not a destination"),
        new("Cond", "[rel] be InRole", a => a[2], 0.15, Example: "airports that are an origin"),
        new("Cond", "[rel] be both InRole and InRole", a => Made.All(a[3], a[5]), 0.2, "airports that are both an origin and a destination"),
        new("Cond", "[rel] be neither InRole nor InRole", a => Made.All(new NotPart((FilterPart)a[3]!), new NotPart((FilterPart)a[5]!)), 0.2),
        new("InRole", "Table|RoleNoun", a => a[0] is TableName { Role: not null, IsVerb: false } role ? new InRolePart(role) : null),
    ];

    private static EmptyPart? Missing(Part? verb) => Made.Dates(verb) is { } date ? new EmptyPart(date, IsNone: true) : null;

    private static EmptyPart None(Part? attribute) => new((AttributePart)attribute!, IsNone: true);
}
