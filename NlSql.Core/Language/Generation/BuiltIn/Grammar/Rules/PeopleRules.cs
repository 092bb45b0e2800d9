using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>People by name and by role, kinds of things, and what stands below something in a hierarchy.</summary>
internal static class PeopleRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("Entity", "Kind", a => Kind((KindWord)a[0]!), Example: "how many inpatient visits are there"),
        new("Cond", "[rel] [be] still Values", a => Made.Values(a[3]), 0.15, "visits that are still in progress"),
        new("Cond", "[rel] [be] still Flag", a => FilterRules.Flagged(a[3]), 0.15),
        new("Cond", "[rel] [be] former Flag", a => new NotPart(FilterRules.Flagged(a[3])), 0.2),
        new("Entity", "which Values", a => Made.Kinds(Made.Values(a[1])), -0.15),
        new("Named", "Values", a => a[0]),
        new("Named", "Person", a => Named(a[0], null)),
        new("Cond", "[rel] [be] in Person", a => Named(a[3], null), 0.1, "visits of Anna Berg"),
        new("Cond", "[rel] [be] light [in] Person", a => Named(a[4], null), 0.1),
        new("Cond", "[rel] [be] light in Values", a => Made.Values(a[4]), 0.05),
        new("Cond", "[rel] [be] light in Values Table", a => Made.Values(a[4]) with { Of = Made.Entity(a[5]) }, 0.05),
        new("Cond", "[in] Table Person", a => Made.Values(Word(a[2])) with { Of = Made.Entity(a[1]) }, 0.1),
        new("Cond", "[rel] [be] RoleDone by Named", a => Named(a[4], a[2]), 0.15, "visits referred by Dr. Varga"),
        new("Cond", "[rel] [be] RoleTo Named", a => Named(a[3], a[2]), 0.15, "how many clinicians report to Dr. Sato"),
        new("Entity", "RoleNoun owner Named", a => Of(a[0], Named(a[2], null)), 0.1, "who is the boss of Dr. Sato"),
        new("Entity", "Named possessive RoleNoun", a => Of(a[2], Named(a[0], null)), 0.1),
        new("Entity", "who RoleVerb Named", a => Of(a[1], Named(a[2], null)), 0.1, "who supervises Dr. Sato"),
        new("Ranked", "who RoleVerb most|fewest Entity", a => a[1] is TableName { Role: { IsSelfReference: true } key } role
            && a[3] is EntityPart below && below.Name.Tables[0].Node == key.Many
                ? new RankedPart(Made.Entity(role), new BestPart(new CountPart(below) { At = below.At }, null, Made.Class(a[2]) == "most")) : null, 0.3,
            "who manages the most employees"),
        new("Entity", "RoleNoun owner Numbered", a => Of(a[0], (FilterPart)a[2]!), 0.1, "who is the boss of clinician 7"),
        new("Entity", "who RoleVerb Numbered", a => Of(a[1], (FilterPart)a[2]!), 0.1),
        new("Numbered", "Table Number", a => new KeyPart(Made.Entity(a[0]), FilterRules.KeyText(a[1]))),
        new("Entity", "their Table", a => a[1] is TableName { Role: not null } ? Made.Entity(a[1]) : null, Example: "clinicians and their supervisors"),
        new("Attr", "Column owner their Table", a => a[3] is TableName { Role: not null } ? Made.Owned(a[0], a[3]) : null, 0.05),
        new("Entity", "Below owner Values", a => Under(a[0], a[2]), 0.1, "subgroups of hand tools"),
        new("Entity", "Tree lt Values", a => Under(a[0], a[2]), 0.1, "groups below power tools"),
    ];

    private static EntityPart Kind(KindWord kind) =>
        Made.Entity(kind.Thing with { At = kind.At }, Made.Values(kind.Value with { At = kind.At }) with { IsKind = true });

    private static ValueWord Word(Part? person) => new(((PersonWord)person!).Text, []) { At = person.At };

    /// <summary>Rows whose person is called so: the one that the key refers to where a role is said.</summary>
    private static ValuesPart? Named(Part? said, Part? role)
    {
        var values = said as ValuesPart;
        if (role is TableName { Role: { } key } name)
        {
            var one = Made.Entity(name);
            return values is null ? said is PersonWord ? new ValuesPart([Word(said)], Of: one) : null
                : values.Values.All(v => v.Values.Any(k => k.Column.Table == key.One)) ? values with { Of = one }
                : values.Of is not null && values.Values.All(v => v.Values.Count == 0) ? values with { Of = one }
                : null;
        }

        return values ?? (said is PersonWord person ? new ValuesPart([Word(said)], Of: Made.Entity(person.People with { At = said.At })) : null);
    }

    /// <summary>"the boss of Anna Berg": not she is shown, but whom her row refers to.</summary>
    private static EntityPart? Of(Part? role, FilterPart? whose) =>
        whose is null || role is not TableName { Role: { IsSelfReference: true } } ? null : Made.Entity(role, whose) with { IsOf = true };

    /// <summary>Rows whose parent is called so.</summary>
    private static EntityPart? Under(Part? tree, Part? values) => tree is TableName { Role: { } key } name
        && Made.Values(values).Values.All(v => v.Values.Any(k => k.Column.Table == key.One))
            ? Made.Entity(name with { Role = null }, Made.Values(values) with { Of = Made.Entity(name) })
            : null;
}
