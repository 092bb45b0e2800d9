using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>One number by another: ratios of two counts or totals that each have conditions of their own, and parts of a whole.</summary>
internal static class RatioRules
{
    private const string To = "to|and|versus|of|outof";

    public static IEnumerable<Rule> All { get; } = [.. Sides(), .. Ratios(), .. Parts(), .. Contributions()];

    private static IEnumerable<Rule> Sides() =>
    [
        new("Ratioed", "Figure|Entity", a => a[0]),
        new("Held", "Entity Cond", a => a[1] is MentionPart or PeriodPart ? null : Made.Entity(a[0], (FilterPart)a[1]!)),
        new("Held", "count Entity Cond", a => a[2] is MentionPart or PeriodPart ? null : Made.Entity(a[1], (FilterPart)a[2]!)),
        new("Timed", "Entity Cond", a => a[1] is PeriodPart ? Made.Entity(a[0], (FilterPart)a[1]!) : null),
        new("Timed", "count Entity Cond", a => a[2] is PeriodPart ? Made.Entity(a[1], (FilterPart)a[2]!) : null),
        new("Amounted", "Attr", a => Made.Measures(a[0]) is { } of ? new AggregatePart(Function.Sum, of) : null),
        new("Amounted", "sum Attr", a => Made.Measures(a[1]) is { } of ? new AggregatePart(Function.Sum, of) : null),
        new("Amounted", "[sum] Attr Cond", a => a[2] is PeriodPart ? null : Amount(a[1], a[2])),
        new("AmountedThen", "[sum] Attr Cond", a => a[2] is PeriodPart ? Amount(a[1], a[2]) : null),
    ];

    private static IEnumerable<Rule> Ratios() =>
    [
        new("Figure", $"ratio Ratioed {To} [all] Ratioed", a => Divided(a[1], a[4]), 0.1, "ratio of paid orders to cancelled orders"),
        new("Figure", $"ratio Held|Timed {To} [all] Ratioed", a => Divided(a[1], a[4]), 0.1, "ratio of orders in 2025 to all orders"),
        new("Figure", $"ratio Held {To} Held", a => Divided(a[1], a[3]), 0.1, "ratio of customers in Berlin to customers in Paris"),
        new("Figure", $"ratio Timed {To} Timed", a => Divided(a[1], a[3]), 0.1, "ratio of orders in 2025 to orders in 2024"),
        new("Figure", $"ratio Entity {To} Held", a => IsOwn((EntityPart)a[1]!, (EntityPart)a[3]!) ? Divided(a[1], a[3]) : null, 0.1,
            "ratio of paid orders to orders that are not paid"),
        new("Figure", $"ratio Held|Timed {To} those Cond", a => Divided(a[1], Alike(a[1], (FilterPart)a[4]!)), 0.15,
            "ratio of customers in Berlin to those in Paris"),
        new("Figure", $"ratio Held|Entity {To} [those|Entity] [rel] not [with|be]", a => Opposite((EntityPart)a[1]!, a[3]) is { } others
            ? Divided(a[1], others) : null, 0.2, "ratio of paid orders to those that are not"),
        new("Figure", "ratio Amounted to|and|versus|per|outof [all] Amounted", a => Divided(a[1], a[4]), 0.1,
            "ratio of stock to reorder level of products"),
        new("Figure", $"ratio AmountedThen {To} AmountedThen", a => Divided(a[1], a[3]), 0.1),
        new("Figure", "share Held|Timed to Held|Timed", a => Divided(a[1], a[3]), 0.15),
        new("Each", "ratio count Entity per Dim to|outof [all] Ratioed", a => Whole(a[2], a[7]) is { } whole
            ? new EachPart(new SharePart(whole, ShareScale.Fraction, null) { At = a[2]!.At }, [(OperandPart)a[4]!]) : null, 0.3,
            "ratio of the number of orders in each city to the total number of orders"),
        new("Figure", "oneinhow Held", a => Met(a[1]) is var (whole, met)
            ? new ArithmeticPart(Operator.DividedBy, whole, new CountPart(Made.Entity(whole.Of, met)) { At = a[1]!.At }) : null, 0.3,
            "one in how many orders was cancelled"),
    ];

    private static IEnumerable<Rule> Parts() =>
    [
        new("Figure", "percentage|share Entity Cond rel|be|light [be] [in|origin|destination] Cond", a => IsKind(a[2]) && IsKind(a[6])
            ? new SharePart(new CountPart(Made.Entity(a[1], (FilterPart)a[2]!)) { At = a[1]!.At.Through(a[2]!.At) }, FigureRules.Scale(a[0]), (FilterPart)a[6]!)
            : null, 0.3, "what percentage of orders in 2025 were cancelled"),
        new("Figure", "percentage|share Entity light [in|to|origin|destination] Cond|Flagged", a => IsKind(a[4])
            ? new SharePart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, FigureRules.Scale(a[0]), (FilterPart)a[4]!)
            : null, 0.2, "what share of orders went to Berlin"),
        new("Figure", "percentage|share Entity Verb Cond", a => IsKind(a[3]) && a[3] is not PeriodPart
            ? new SharePart(new CountPart((OperandPart)a[1]!) { At = a[1]!.At }, FigureRules.Scale(a[0]), Made.Happened(a[2]) is { } done
                ? Made.All(new NotPart(new EmptyPart(done) { At = a[2]!.At }) { At = a[2]!.At }, a[3]) : (FilterPart)a[3]!)
            : null, 0.3, "what percentage of orders shipped to Berlin"),
        new("Figure", "percentage|share Entity [Cond] be Entity", a => Same((EntityPart)a[1]!, (EntityPart)a[4]!) && ((EntityPart)a[4]!).Where is [var met]
            ? new SharePart(new CountPart(a[2] is FilterPart which ? Made.Entity(a[1], which) : (EntityPart)a[1]!) { At = a[1]!.At },
                FigureRules.Scale(a[0]), met)
            : null, 0.2, "what percentage of orders are paid orders"),
        new("Figure", "Held|Timed|Entity aspercentof [all] Entity", a => Part(a[0], a[3], ShareScale.Percent), 0.3,
            "cancelled orders as a percentage of all orders"),
        new("Figure", "count Entity aspercentof [all] Ratioed", a => Part(a[1], a[4], ShareScale.Percent), 0.3),
        new("Figure", "[percentage|share|ratio] Held|Timed|Entity outof all [mere] Entity", a => Part(a[1], a[5],
            a[0] is CueWord { Class: "percentage" } ? ShareScale.Percent : ShareScale.Fraction), 0.35, "cancelled orders out of all orders by city"),
        new("Figure", "count Held [comma] aspercent", a => Met(a[1]) is var (whole, met)
            ? new SharePart(new CountPart(whole.Of) { At = a[1]!.At }, ShareScale.Percent, met) : null, 0.3,
            "how many orders were cancelled, as a percentage"),
        new("Figure", "howmuchof Measure|Attr light|be [origin|in|destination] Cond", a => Amounted(a[1]) is { } of && IsKind(a[4])
            && a[1]!.At.Count > 0 ? new SharePart(of, ShareScale.Fraction, (FilterPart)a[4]!) : null, 0.3, "how much of the revenue comes from Berlin"),
    ];

    private static IEnumerable<Rule> Contributions() =>
    [
        new("Each", "contribution per Dim to|in [all] Summed", a => Shared(a[5], a[2]), 0.3, "contribution of each city to total revenue"),
        new("Each", "percentage|share per Dim to|in|of [all] Summed", a => Shared(a[5], a[2], FigureRules.Scale(a[0])), 0.2,
            "share of each city in revenue"),
        new("Each", "howmuch [be] per Dim contribute to [all] Summed", a => Shared(a[7], a[3]), 0.3, "how much does each city contribute to revenue"),
    ];

    private static ArithmeticPart Divided(Part? left, Part? right) => new(Operator.DividedBy, Counted(left), Counted(right));

    private static OperandPart Counted(Part? part) => part is EntityPart entity ? new CountPart(entity) { At = entity.At } : (OperandPart)part!;

    private static AggregatePart? Amount(Part? attribute, Part? said) => Made.Measures(attribute) is { } of
        ? new AggregatePart(Function.Sum, of with { Said = [.. of.Said ?? [], (FilterPart)said!] }) : null;

    private static OperandPart? Amounted(Part? part) => part is MeasureName ? FigureRules.Measured(part)
        : Made.Measures(part) is { } of ? new AggregatePart(Function.Sum, of) { At = of.At } : null;

    private static EachPart Shared(Part? whole, Part? dimension, ShareScale scale = ShareScale.Fraction) =>
        new(new SharePart((OperandPart)whole!, scale, null) { At = whole!.At }, [(OperandPart)dimension!]);

    private static bool IsKind(Part? condition) => condition is not (MentionPart or AllPart);

    /// <summary>What the rows of both are counted of; null where the whole is of other rows.</summary>
    private static OperandPart? Whole(Part? part, Part? whole) => part is EntityPart some
        && (whole as EntityPart ?? (whole as CountPart)?.Of as EntityPart) is { Where.Count: 0 } all && Same(some, all)
            ? new CountPart(some) { At = part.At } : null;

    private static SharePart? Part(Part? part, Part? whole, ShareScale scale) => part is EntityPart { Where: [_, ..] } some
        && (whole as EntityPart ?? (whole as CountPart)?.Of as EntityPart) is { Where.Count: 0 } all && Same(some, all)
            ? new SharePart(new CountPart(all) { At = whole!.At }, scale, some.Where.Count == 1 ? some.Where[0] : new AllPart(some.Where) { At = part.At })
            : null;

    /// <summary>The rows of which so many meet what was said of them last.</summary>
    private static (CountPart Whole, FilterPart Met)? Met(Part? held)
    {
        var entity = (EntityPart)held!;
        return entity.Where is [.., { } met] && IsKind(met)
            ? (new CountPart(entity with { Where = [.. entity.Where.SkipLast(1)] }) { At = entity.At }, met)
            : null;
    }

    private static bool Same(EntityPart one, EntityPart other) => one.Name.Role == other.Name.Role
        && one.Name.Tables[0].Node == other.Name.Tables[0].Node;

    /// <summary>The same things with another condition.</summary>
    private static EntityPart Alike(Part? side, FilterPart condition) => (EntityPart)side! with { Where = [condition] };

    /// <summary>"who don't": the same things that do not meet it; null where other things are named, or nothing was said of them.</summary>
    private static EntityPart? Opposite(EntityPart side, Part? named) => side.Where is not [.., var last] || (named is EntityPart other && !Same(side, other))
        ? null
        : side with { Where = [.. side.Where.SkipLast(1), last is NotPart not ? not.Inner : new NotPart(last) { At = last.At }] };

    /// <summary>
    /// "of paid orders to orders that are not paid": a condition at the end is the second side's own where it speaks of what the first one's speaks of;
    /// in "of open to closed shops in Berlin" it is both sides'.
    /// </summary>
    private static bool IsOwn(EntityPart first, EntityPart second) =>
        second.Where.Count == 1 && (first.Where.Count == 0 ? !Same(first, second) : Subjects(first.Where[^1]).Intersect(Subjects(second.Where[0])).Any());

    private static IEnumerable<object> Subjects(FilterPart filter) => filter switch
    {
        NotPart not => Subjects(not.Inner),
        ValuesPart { Column: { } column } => column.Name.Columns.Select(c => (object)c.Node),
        ValuesPart values => values.Values.SelectMany(v => v.Values).Select(v => (object)v.Column),
        FlagPart flag => flag.Flag.Columns.Select(c => (object)c.Node),
        EmptyPart empty => empty.Column.Name.Columns.Select(c => (object)c.Node),
        ComparePart { Left: AttributePart left } => left.Name.Columns.Select(c => (object)c.Node),
        ExistsPart exists => exists.Related.Name.Tables.Select(t => (object)t.Node),
        WeekdayPart => [typeof(WeekdayPart)],
        PeriodPart => [typeof(PeriodPart)],
        _ => [],
    };
}
