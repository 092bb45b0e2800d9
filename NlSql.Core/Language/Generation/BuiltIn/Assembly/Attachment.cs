using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Gives each condition to the nearest thing before it that can carry it: in "customers without orders in 2024" the year is the orders', in "orders of
/// customers in Berlin" the city is the customers'.
/// </summary>
internal sealed class Attachment(Scene scene)
{
    private const double Near = 0.15;
    private const double SureAmount = 0.75;
    private const double Either = 0.9;
    private readonly Worths worths = new(scene);

    public IReadOnlyList<(FilterPart Part, TableNode? Focus)> Attach(IReadOnlyList<FilterPart> filters, TableNode head)
    {
        var result = new List<(FilterPart Part, TableNode? Focus)>();
        List<(int Index, TableNode Table, bool IsInside, bool IsCalled)> carriers = [(-1, head, false, false)];
        foreach (var said in filters)
        {
            var filter = Kind(said, head) switch
            {
                MentionPart mention when result.Exists(r => r.Part is NotPart or ExistsPart or ValuesPart) => mention with { IsInPassing = true },
                var other => other,
            };

            // "orders by Anna Berg in 2024": the year is that of what she did.
            var carrier = carriers.FindLastIndex(c => (c.IsInside && IsBeyond(c.Table, head, filter)) || (Carries(c.Table, filter)
                && !(filter is PeriodPart { Column: null } && (c.IsCalled || (c is { Index: >= 0, IsInside: false } && IsDatedBefore(head, c.Table)
                    && !result.Exists(r => r.Part is PeriodPart))))));
            if (carrier < 0 && carriers[^1] is { Index: >= 0, IsInside: false, IsCalled: false } last && Reaches(last.Table, filter))
            {
                // "orders of customers in France": where the customers are is kept in a table of its own.
                carrier = carriers.Count - 1;
            }

            if (filter is PeriodPart { Column: null } && carriers[^1] is { IsInside: true, Index: var deed } && IsOfDeed(result[deed].Part))
            {
                carrier = carriers.Count - 1;
            }

            if (IsOfEither(filter, filters, head))
            {
                scene.Choices.Doubt(Either);
            }

            if (Instead(filter, result, carriers) is { } instead)
            {
                result.Add((instead, head));
            }
            else if (carrier >= 0 && carriers[carrier].IsInside)
            {
                var at = carriers[carrier].Index;
                result[at] = (Inside(result[at].Part, filter), result[at].Focus);
            }
            else
            {
                result.Add((filter, carrier >= 0 ? carriers[carrier].Table : null));
            }

            if (ThingOf(filter) is var (thing, isInside))
            {
                carriers.Add((result.Count - 1, scene.Table(thing), isInside, filter is ValuesPart));
            }
        }

        return result;
    }

    /// <summary>"products sold in 2024": the year is that of the sale, be its day kept a key further on, rather than that of the product.</summary>
    private bool IsOfDeed(FilterPart part) => part is ExistsPart { Related: { Name.IsVerb: true } related } && scene.Table(related) is var rows
        && scene.Tables.Any(t => DateChoice.HasOwn(t, scene) && scene.Reach.ToOne(rows, t) is 0 or 1);

    /// <summary>"revenue from customers in 2024": the year is that of the sale, which lies on the way to the customers, rather than theirs.</summary>
    private bool IsDatedBefore(TableNode head, TableNode table) => scene.Reach.ToOne(head, table) is not null
        && scene.Reach.Way(head, table).TakeWhile(t => t != table).Any(t => DateChoice.HasOwn(t, scene));

    /// <summary>"who have a contract with Oslo Rovers": the team is the contract's, which the player has none of his own.</summary>
    private bool IsBeyond(TableNode table, TableNode head, FilterPart filter) =>
        filter is ValuesPart { Column: null, Of: null, AreNames: false, NeedsAll: false } values
            && values.Values.All(v => v.Values.Count > 0 && v.Values.Select(k => k.Column.Table)
                .All(t => t != head && scene.Reach.ToOne(head, t) is null && scene.Reach.ToOne(table, t) is not null));

    /// <summary>"students with a cat that is 3": it may be said of the student or of the kind of thing that was named by a value.</summary>
    private bool IsOfEither(FilterPart filter, IReadOnlyList<FilterPart> said, TableNode head) => filter is ComparePart or DegreeComparePart or FlagPart
        && said.TakeWhile(s => s != filter).LastOrDefault() is ValuesPart { Column: null, Of: null, AreNames: false } before && Carries(head, filter)
        && before.Values.All(v => v.Values.Count > 0 && v.Values.All(k => k.Column.Table != head && Carries(k.Column.Table, filter)));

    /// <summary>"who ordered in 2024 but not in 2025": another absence of the same, rather than one order that was and was not.</summary>
    private static NotPart? Instead(FilterPart filter, List<(FilterPart Part, TableNode? Focus)> before,
        List<(int Index, TableNode Table, bool IsInside, bool IsCalled)> carriers) =>
        filter is NotPart { Inner: PeriodPart { Column: null } again } && before.Count > 0 && before[^1].Part is PeriodPart { Column: { } same }
            ? new NotPart(again with { Column = same }) { At = filter.At }
        : filter is NotPart { Inner: PeriodPart period } && carriers[^1] is { IsInside: true, Index: var at } && before[at].Part is ExistsPart exists
            && exists.Related.Where.Any(w => w is PeriodPart)
                ? new NotPart(exists with { Related = exists.Related with { Where = [.. exists.Related.Where.Where(w => w is not PeriodPart),
                    period] } }) { At = filter.At }
                : null;

    /// <summary>
    /// "became Senior Engineer in 1998", "involved in an accident in 2026": a value of a history, or of what happens to a thing more than once, is a row
    /// of it, which has a day of its own.
    /// </summary>
    private FilterPart Kind(FilterPart filter, TableNode head) =>
        filter is ValuesPart { Column: null, Of: null, AreNames: false, NeedsAll: false } values
            && values.Values.All(v => v.Values.Count > 0 && v.Values.All(k => k.Column.Table != head
                && (k.Column.Table.History is not null || (scene.Reach.ToOne(head, k.Column.Table) is null && DateChoice.HasOwn(k.Column.Table, scene)))))
            && Grammar.Rules.Made.Kinds(values) is { } rows
                ? new ExistsPart(rows) { At = filter.At }
                : filter;

    private static (EntityPart Thing, bool IsInside)? ThingOf(FilterPart filter) => filter switch
    {
        NotPart not => ThingOf(not.Inner),
        ExistsPart exists => (exists.Related, true),
        MentionPart mention => (mention.Of, false),
        ValuesPart { Of: { } of } => (of, false),
        _ => null,
    };

    private static FilterPart Inside(FilterPart part, FilterPart more) => part switch
    {
        NotPart not => not with { Inner = Inside(not.Inner, more), At = part.At.Through(more.At) },
        ExistsPart exists => exists with { Related = exists.Related with { Where = [.. exists.Related.Where, more] }, At = part.At.Through(more.At) },
        _ => part,
    };

    /// <summary>Each row of the table belongs to one that has the value.</summary>
    private bool Reaches(TableNode table, FilterPart filter) => filter is ValuesPart { Column: null, Of: null, AreNames: false } values
        && values.Values.All(v => v.Values.Any(k => scene.Reach.ToOne(table, k.Column.Table) is 1 or 2));

    /// <summary>The table has what the condition speaks of.</summary>
    public bool Carries(TableNode table, FilterPart filter) => filter switch
    {
        AllPart all => all.Parts.All(p => Carries(table, p)),
        AnyPart any => any.Parts.All(p => Carries(table, p)),
        NotPart not => Carries(table, not.Inner),
        ValuesPart { Of: not null } => false,
        ValuesPart { Column: { } column } => Has(table, column),
        ValuesPart { AreNames: true } => true,
        ValuesPart values => values.Values.All(v => v.Values.Any(k => k.Column.Table == table)),
        ComparePart { Left: DurationPart duration } => Has(table, duration.From),
        ComparePart { Left: AttributePart left } => Has(table, left),
        ComparePart { Left: null } => worths.Of(table) is not null || MeasureChoice.Amounts(table, scene).Any(a => a.Score >= SureAmount),
        DegreeComparePart degree => MeasureChoice.Graded(degree.Degree, table, scene).Any(),
        AgainstAveragePart { Left: AttributePart left } => Has(table, left),
        PeriodPart { Column: { } column } => Has(table, column),
        SamePart { Left: AttributePart left, Right: AttributePart right } => Has(table, left) && Has(table, right),
        SamePart { Left: EntityPart { Name.Role: { } role } } => role.Many == table,
        RoleComparePart { Role.Role: { } role } => role.Many == table,
        InRolePart { Role.Role: { } role } => role.One == table,
        LatePart => table.Columns.Any(c => c.IsDate && c.Words.Any(scene.Words.DueWords.Contains)),
        WeekdayPart { Column: { } column } => Has(table, column),
        ClockPart => table.Columns.Any(c => c.IsClock || c.Info.Kind is ColumnKind.Timestamp or ColumnKind.TimestampTz),
        LastingPart lasting => Stretches.Lasting(lasting, table, scene) is not null,
        WeekdayPart => DateChoice.HasOwn(table, scene),
        PeriodPart => DateChoice.HasOwn(table, scene) || table.Columns.Any(c => c.IsYear),
        FlagPart flag => flag.Flag.Columns.Any(c => c.Node.Table == table),
        EmptyPart empty => Has(table, empty.Column),
        TextPart { Column: { } column } => Has(table, column),
        TextPart => true,
        InForcePart => true,
        _ => false,
    };

    private static bool Has(TableNode table, AttributePart column) =>
        column.Name.Columns.Any(c => c.Node.Table == table && c.Score >= column.Name.Columns[0].Score - Near);
}
