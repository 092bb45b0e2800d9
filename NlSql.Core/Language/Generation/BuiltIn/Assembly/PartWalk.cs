using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds what is inside of parts.</summary>
internal static class PartWalk
{
    public static IEnumerable<EntityPart> Entities(IEnumerable<Part?> parts) => parts.OfType<Part>().SelectMany(p => All(p).OfType<EntityPart>());

    /// <summary>The part and all that it is made of.</summary>
    public static IEnumerable<Part> All(Part part) => Inside(part).OfType<Part>().SelectMany(All).Prepend(part);

    /// <summary>Conditions said of things on the spot: those of "paid orders" in "total amount of paid orders".</summary>
    public static IEnumerable<(FilterPart Part, TableNode? Focus)> Conditions(Part? part, Scene scene)
    {
        foreach (var inner in part is null ? [] : Said(part))
        {
            if (inner is EntityPart entity)
            {
                foreach (var filter in entity.Where)
                {
                    yield return (filter, scene.Table(entity));
                }
            }
            else if (inner is AttributePart { Said: { } said } attribute)
            {
                foreach (var filter in said)
                {
                    yield return (filter, scene.Column(attribute, null)?.Table);
                }
            }
        }
    }

    /// <summary>The part and all that it is made of, but for what its conditions are made of: those are conditions of something else.</summary>
    private static IEnumerable<Part> Said(Part part) => (part switch
    {
        EntityPart => [],
        AttributePart attribute => [attribute.Owner],
        _ => Inside(part),
    }).OfType<Part>().SelectMany(Said).Prepend(part);

    private static IEnumerable<Part?> Inside(Part part) => part switch
    {
        EntityPart entity => entity.Where,
        AttributePart attribute => [attribute.Owner, .. attribute.Said ?? []],
        UnitPart unit => [unit.Of],
        CountPart count => [count.Of],
        MeasurePart measure => [measure.Of],
        AggregatePart aggregate => [aggregate.Of],
        GroupsPart groups => [groups.Of, groups.Per],
        ArithmeticPart arithmetic => [arithmetic.Left, arithmetic.Right],
        DurationPart duration => [duration.From, duration.To],
        SharePart share => [share.Of, share.Met],
        RatePart rate => [rate.Met],
        WorthPart worth => [worth.Of],
        PerPart per => [per.Of, per.Per],
        ChangePart change => [change.Of],
        RunningPart running => [running.Of],
        PeriodChangePart change => [change.Of],
        ListPart list => list.Items,
        AllPart all => all.Parts,
        AnyPart any => any.Parts,
        NotPart not => [not.Inner],
        ValuesPart values => [values.Column, values.Of],
        ComparePart compare => [compare.Left, compare.Right],
        DegreeComparePart degree => [degree.Right],
        AgainstAveragePart average => [average.Left],
        PeriodPart period => [period.Column],
        ClockPart clock => [clock.Column],
        StretchPart stretch => [stretch.Of],
        WeekdayPart days => [days.Column],
        ExistsPart exists => [exists.Related],
        LatePart late => [late.What],
        EmptyPart empty => [empty.Column],
        TextPart text => [text.Column],
        KeyPart key => [key.Of],
        MentionPart mention => [mention.Of],
        YardstickPart yard => [yard.Of, yard.Among, yard.Alike],
        SamePart same => [same.Left, same.Right],
        RoleComparePart beside => [beside.Column],
        BestPart best => [best.Key, best.Of],
        RankedPart ranked => [ranked.Of, ranked.Best],
        ContestPart contest => [contest.Left.Figure, .. contest.Left.Own, contest.Right.Figure, .. contest.Right.Own],
        _ => [],
    };
}
