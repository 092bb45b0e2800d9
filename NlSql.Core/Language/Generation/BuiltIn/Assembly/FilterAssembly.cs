using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Puts a condition in terms of the schema, as one on the rows of a table; null when no way leads to what it speaks of.</summary>
internal sealed class FilterAssembly
{
    /// <summary>A condition that every row meets: a thing was only named.</summary>
    public static Filter Nothing { get; } = new AllOf([]);

    /// <summary>A thing named in passing, of which there may be any number.</summary>
    private const double Mentioned = 0.95;

    /// <summary>"current contracts" are those that run, where nothing else tells which are.</summary>
    private const double Running = 0.985;

    /// <summary>"training absences": absences have nothing to do with trainings but those who have both.</summary>
    private const double Apart = 0.93;

    /// <summary>"orders" of products, of which each has several.</summary>
    private const double Across = 0.985;

    private const double Partly = 0.93;

    /// <summary>"queens" are not all weak queens.</summary>
    private const double OfEnd = 0.975;

    /// <summary>UTF-16 characters that a value has beyond what was said of it, an ending left out.</summary>
    private const int Longer = 3;

    /// <summary>Keys to follow to what rows have, be it by way of a table between the two.</summary>
    private const int Near = 2;

    private readonly Scene scene;
    private readonly ValueAssembly values;
    private readonly TimeAssembly times;
    private readonly ComparisonAssembly comparisons;
    private readonly AbsenceAssembly absences;

    public FilterAssembly(Scene scene)
    {
        this.scene = scene;
        values = new ValueAssembly(scene);
        times = new TimeAssembly(scene);
        comparisons = new ComparisonAssembly(scene, this);
        absences = new AbsenceAssembly(scene);
    }

    /// <param name="from">Rows of which it is asked.</param>
    /// <param name="focus">The thing that the words stand next to, whose columns come first.</param>
    public Filter? Of(FilterPart part, TableNode from, TableNode? focus = null)
    {
        var filter = part switch
        {
            AllPart all => Several(all.Parts, from, focus, parts => new AllOf(parts)),
            AnyPart any => Several(any.Parts, from, focus, Either),
            NotPart { Inner: EmptyPart known } when Column(known.Column, from, focus) is { Info.IsNullable: false } always
                && scene.Reach.ToOne(from, always.Table) is not null =>
                Idle(),
            NotPart { Inner: EmptyPart known } => absences.Empty(known, from, focus, isDenied: true) is { } missing
                ? new Not(missing with { At = known.At }) : null,
            NotPart not => Of(not.Inner, from, focus) is { } inner && inner != Nothing ? new Not(inner) : null,
            ValuesPart said => Sure(values.Of(said, from, focus), said) is not { } held ? null
                : focus is not null && focus != from && scene.Reach.ToOne(from, focus) is not null ? Via.Of(held, focus, scene.Reach) : held,
            KeyPart key => values.Key(key, from),
            TextPart text => values.Text(text, from, focus),
            ComparePart compare => comparisons.Compared(compare, from, focus),
            DegreeComparePart degree => comparisons.Graded(degree, from, focus ?? from),
            AgainstAveragePart average => comparisons.AgainstAverage(average, from, focus),
            SamePart same => comparisons.Same(same, from),
            RoleComparePart beside => comparisons.Beside(beside, from, focus),
            StockPart stock => StockAssembly.Of(stock, from, scene),
            InRolePart role => AbsenceAssembly.InRole(role, from),
            PeriodPart period => times.Period(period, from, focus ?? from),
            WeekdayPart days => times.Weekdays(days, from, focus ?? from),
            ClockPart clock => times.Clock(clock, from, focus ?? from),
            LastingPart lasting => Stretches.Lasting(lasting, focus ?? from, scene) is { } lasts ? Reaching(scene, from, focus ?? from, lasts) : null,
            LatePart late => times.Late(late, from, focus ?? from),
            ExistsPart exists => Related(exists, from),
            MentionPart mention => Mention(mention, from),
            FlagPart flag => Column(new AttributePart(new ColumnName(flag.Flag.Columns) { At = part.At }), from, focus) is { } column
                ? Reached(from, column, new IsSet(Scene.Use(column, part.At)))
                : null,
            EmptyPart empty => absences.Empty(empty, from, focus),
            InForcePart force => InForce(force, from, focus),
            _ => null,
        };
        return filter is null || filter == Nothing ? filter : filter with { At = part.At };
    }

    /// <summary>All of them, one by one; what cannot be placed is noted as lost.</summary>
    public Filter? All(IEnumerable<(FilterPart Part, TableNode? Focus)> parts, TableNode from)
    {
        var filters = new List<Filter>();
        foreach (var (part, focus) in parts)
        {
            if (Of(part, from, focus) is { } filter)
            {
                filters.Add(filter);
            }
            else
            {
                // What was made by a rule without words of its own takes the whole reading with it.
                scene.Lost.Add(part.At.Count > 0 ? part.At : Span.All);
            }
        }

        return Joined(filters);
    }

    public static Filter? Joined(IEnumerable<Filter?> filters)
    {
        var said = SameRows.Joined([.. filters.OfType<Filter>().SelectMany(f => f is AllOf all ? all.Parts : [f])]);
        return said.Count switch { 0 => null, 1 => said[0], _ => new AllOf(said) };
    }

    /// <summary>A thing that is only named: the rows belong to it, or it was perhaps said of them in a way that is not understood.</summary>
    private Filter Idle(TableNode from, TableNode named)
    {
        scene.Choices.Doubt(from == named || scene.Reach.ToOne(from, named) is not null ? 1 : scene.Reach.Any(from, named) <= Near ? Across : Apart);
        return Nothing;
    }

    /// <summary>What every row has says nothing of it: perhaps something else was meant.</summary>
    private Filter Idle()
    {
        scene.Choices.Doubt(0.93);
        return Nothing;
    }

    /// <summary>Values of one column are one list.</summary>
    private static Filter Either(IReadOnlyList<Filter> parts) =>
        parts.Count > 1 && parts.All(p => p is OneOf { NeedsAll: false } one && one.Column.Column == ((OneOf)parts[0]).Column.Column)
            ? new OneOf(((OneOf)parts[0]).Column, [.. parts.SelectMany(p => ((OneOf)p).Values)])
            : new AnyOf(parts);

    private Filter? Several(IReadOnlyList<FilterPart> parts, TableNode from, TableNode? focus, Func<IReadOnlyList<Filter>, Filter> join)
    {
        var filters = parts.Select(p => Of(p, from, focus)).ToList();
        return filters.Contains(null) ? null : join([.. filters.OfType<Filter>().Where(f => f != Nothing)]);
    }

    private ColumnNode? Column(AttributePart part, TableNode from, TableNode? focus, Func<ColumnNode, double?>? prefer = null) =>
        scene.Column(part, from, prefer, focus);

    /// <summary>Of rows that belong to the row in question there may be several: one has to meet it.</summary>
    private Filter? Reached(TableNode from, ColumnNode column, Filter filter) => Reaching(scene, from, column.Table, filter);

    public static Filter? Reaching(Scene scene, TableNode from, TableNode table, Filter filter) =>
        scene.Reach.ToOne(from, table) is not null ? filter
        : scene.Reach.Any(from, table) is not null ? new Exists(Scene.Ref(table), filter)
        : null;

    private Filter? Related(ExistsPart part, TableNode from)
    {
        var table = scene.Table(part.Related);
        var role = part.Related.Name.Role;

        // A row never has several of what it belongs to, nor more than there are.
        if ((table.Info.RowEstimate > 0 && part.Count?.Least > table.Info.RowEstimate) || (table == from && role is null)
            || scene.Reach.Any(from, table) is null || Inner(part.Related, table) is not (true, var filter)
            || (part.Count is { Least: > 1 } && table != from && scene.Reach.ToOne(from, table) is not null))
        {
            return null;
        }

        var keys = scene.KeysTo(from, table);
        return role is null && part.Count is null && keys.Count > 1
            ? new AnyOf([.. keys.Select(k => new Exists(new EntityRef(table, k), filter))])
            : new Exists(scene.RefFrom(from, table, part.At, role), filter, part.Count);
    }

    private Filter? Mention(MentionPart part, TableNode from)
    {
        var table = scene.Table(part.Of);
        if (table == from ? part.Of.Name.Role is not null : scene.Reach.Any(from, table) is null)
        {
            return null;
        }

        // "by department" breaks down; it hardly only mentions one.
        scene.Choices.Doubt(part is { IsBy: true, Of.Where.Count: 0 } && table != from ? 0.85 : 1);
        if (table != from && part is { IsInPassing: false, Of.Name.IsVerb: false } && part.Of.Where.All(w => w is MentionPart { IsInPassing: true })
            && scene.Reach.ToOne(from, table) is null)
        {
            // "parts used in machines": of several rows one is enough, but one there must be.
            scene.Choices.Doubt(Mentioned);
            return Related(new ExistsPart(part.Of) { At = part.At }, from);
        }

        return Inner(part.Of, table) is not (true, var filter) ? null
            : filter is null ? Idle(from, table)
            : table == from ? filter
            : scene.Reach.ToOne(from, table) is not null ? Via.Of(filter, table, scene.Reach)
            : new Exists(Scene.Ref(table), filter);
    }

    /// <summary>"on the road" is hardly a breakdown that some other row tells of: a part of a value says less the farther it stands.</summary>
    private Filter? Sure(Filter? held, ValuesPart said)
    {
        var isPartly = said.Values.Any(v => v.Values.Count > 0 && v.Values.All(k => k.Value.Length > v.Text.Length + Longer));
        var isEnd = isPartly && !said.Values.Any(v => v.Values.Any(k => k.Value.StartsWith(v.Text, StringComparison.OrdinalIgnoreCase)));
        scene.Choices.Doubt(held is Exists && isPartly ? Partly : isEnd ? OfEnd : 1);
        return held;
    }

    private (bool IsWhole, Filter? Filter) Inner(EntityPart entity, TableNode table)
    {
        var filters = entity.Where.Select(w => Of(w, table, table)).ToList();
        return (!filters.Contains(null), Joined(filters));
    }

    private Filter? InForce(InForcePart part, TableNode from, TableNode? focus)
    {
        // Of a thing that lasts for a time of its own it can be asked as well whether it lasted on a day.
        var own = focus ?? from;
        var histories = scene.Tables.Where(t => t.History is not null || (t.Changes is not null && !part.IsFormer)
                || (t == own && t.Duration is { From: not null, To: not null }))
            .Select(t => (Table: t, Steps: scene.Reach.Any(own, t)))
            .Where(t => t.Steps is <= 1 || (t.Steps == 2 && (scene.NamedTables.Contains(t.Table) || t.Table.History?.To is not null)))
            .Where(t => part.On is null || t.Table.Changes is not null || (t.Table.History ?? t.Table.Duration) is { From: not null, To: not null })
            .Select(t => (t.Table, Score: 1 - (0.1 * t.Steps!.Value) + (scene.NamedTables.Contains(t.Table) ? 0.2 : 0) + (t.Table.IsBridge ? 0.05 : 0)));
        if (own is { History: null, Duration: null, Changes: null } && part.On is null && own.Columns.FirstOrDefault(IsLeaving) is { } left
            && !scene.NamedTables.Any(t => t != own && t.History is not null))
        {
            // "current drivers": those who have not left.
            var gone = new IsEmpty(Scene.Use(left, part.At)) { At = part.At };
            return Reached(from, left, part.IsFormer ? new Not(gone) : gone);
        }

        if (scene.Choices.Pick($"history {part.At.First}", part.At, histories, t => t.Name) is not { } history)
        {
            return null;
        }

        // A thing that lasts for a time of its own runs as long as it has begun and not ended.
        var isThing = history is { History: null, Changes: null };
        scene.Choices.Doubt(isThing && part.On is null ? Running : 1);
        return new InForce(Scene.Ref(history), isThing && !part.IsFormer ? part.On ?? scene.Today : part.On, part.IsFormer);
    }

    private bool IsLeaving(ColumnNode column) => column.IsDate && column.Info is { IsNullable: true, Statistics.NullFraction: > 0 and < 1 }
        && scene.Words.States.Any(s => column.Words.Any(s.Ends.Contains));
}
