using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Makes parts that differ from others in their conditions.</summary>
internal static class PartEdit
{
    /// <summary>The part with every condition that <paramref name="change"/> has something for, wherever it stands; null when nothing is left of it.</summary>
    /// <param name="change">What takes a condition's place: itself, another, or null for none.</param>
    public static Part? Conditions(Part part, Func<FilterPart, FilterPart?> change) => part switch
    {
        AllPart all => Joined([.. all.Parts.Select(p => (FilterPart?)Conditions(p, change)).OfType<FilterPart>()], parts => all with { Parts = parts }),
        AnyPart any when ReferenceEquals(change(any), any) =>
            Joined([.. any.Parts.Select(p => (FilterPart?)Conditions(p, change)).OfType<FilterPart>()], parts => any with { Parts = parts }),
        NotPart not when ReferenceEquals(change(not), not) => Conditions(not.Inner, change) is FilterPart inner ? not with { Inner = inner } : null,
        ExistsPart exists when ReferenceEquals(change(exists), exists) => exists with { Related = Of(exists.Related, change) },
        FilterPart filter => change(filter),
        EntityPart entity => Of(entity, change),
        AttributePart attribute => attribute with
        {
            Owner = attribute.Owner is { } owner ? Of(owner, change) : null,
            Said = attribute.Said is { } said ? All(said, change) : null,
        },
        CountPart count => count with { Of = Of(count.Of, change) },
        AggregatePart aggregate => aggregate with { Of = Of(aggregate.Of, change) },
        GroupsPart groups => groups with { Of = Of(groups.Of, change), Per = Of(groups.Per, change) },
        SharePart share => share with { Of = Of(share.Of, change), Met = share.Met is { } met ? (FilterPart?)Conditions(met, change) : null },
        ArithmeticPart term => term with { Left = Of(term.Left, change), Right = Of(term.Right, change) },
        ListPart list => list with { Items = [.. list.Items.Select(i => Of(i, change))] },
        ByPart by => by with { Items = [.. by.Items.Select(i => Of(i, change))] },
        BestPart { Key: { } key } best => best with { Key = Of(key, change) },
        FewPart few => few with { Of = Of(few.Of, change) },
        _ => part,
    };

    private static T Of<T>(T part, Func<FilterPart, FilterPart?> change)
        where T : OperandPart => part is EntityPart entity ? (T)(OperandPart)(entity with { Where = All(entity.Where, change) }) : (T)Conditions(part, change)!;

    private static List<FilterPart> All(IReadOnlyList<FilterPart> parts, Func<FilterPart, FilterPart?> change) =>
        [.. parts.Select(p => (FilterPart?)Conditions(p, change)).OfType<FilterPart>()];

    private static FilterPart? Joined(List<FilterPart> parts, Func<IReadOnlyList<FilterPart>, FilterPart> whole) =>
        parts.Count == 0 ? null : parts.Count == 1 ? parts[0] : whole(parts);
}
