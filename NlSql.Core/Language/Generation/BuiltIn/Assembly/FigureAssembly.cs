using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Puts figures and dimensions in terms of the schema.</summary>
internal sealed class FigureAssembly(Scene scene, FilterAssembly filters)
{
    private const double Key = 0.2;
    private const double Unique = 0.5;
    private const double Near = 0.3;

    /// <summary>A figure over rows that do not belong to the one thing whose it was said to be.</summary>
    private const double NotOfOwner = 0.75;
    private const double SureAmount = 0.8;
    private const double ByMany = 0.85;
    private readonly Worths worths = new(scene);

    /// <summary>The rows that a figure is made of; null when that cannot be said.</summary>
    public TableNode? GrainOf(OperandPart figure) => figure switch
    {
        CountPart { Of: EntityPart { IsByValue: true } kind } => RowsOf.Kind(scene, scene.Table(kind)),
        CountPart { Of: EntityPart entity } => scene.Table(entity),
        CountPart { Of: AttributePart attribute } => ColumnOf(attribute)?.Table,
        MeasurePart measure => scene.Measure(measure).Grain,
        WorthPart worth => worths.GrainOf(scene.Table(worth.Of)),
        PerPart per => GrainOf(per.Of),
        AggregatePart { Of: AttributePart attribute } added => AddedShares.Of(added)?.Grain ?? ColumnOf(attribute)?.Table,
        StretchPart stretch => stretch.Of is { } of ? scene.Table(of) : Stretches.Stays(scene),
        AggregatePart { Of: MeasurePart or EntityPart or StretchPart or CapacityPart or WorthPart or DurationPart } aggregate => GrainOf(aggregate.Of),
        CapacityPart room => scene.Table(room.Of),
        KindsPart kinds => Doings.KeyOf(kinds, scene)?.Table ?? scene.Table(kinds.Of),
        AggregatePart { Of: ArithmeticPart { Left: AttributePart left } } => ColumnOf(left)?.Table,
        GroupsPart groups => GrainOf(groups.Of),
        ArithmeticPart arithmetic => GrainOf(arithmetic.Left),
        SharePart share => GrainOf(share.Of),
        ChangePart change => GrainOf(change.Of),
        RunningPart running => GrainOf(running.Of),
        PeriodChangePart change => GrainOf(change.Of),
        RatePart { Met: ValuesPart { Values: [{ Values: [var value, ..] }, ..] } } => RowsOf.Kind(scene, value.Column.Table),
        RatePart { Met: ExistsPart exists } => RowsOf.Whole(scene, scene.Table(exists.Related)),
        RatePart { Met: FlagPart { Flag.Columns: [var flag, ..] } } => flag.Node.Table,
        DurationPart duration => ColumnOf(duration.From)?.Table,
        AttributePart attribute => ColumnOf(attribute)?.Table,
        EntityPart entity => scene.Table(entity),
        _ => null,
    };

    /// <param name="where">Conditions that only this figure has.</param>
    public Expression? Of(OperandPart figure, TableNode grain, Filter? where = null)
    {
        Expression? expression = figure switch
        {
            CountPart { Of: EntityPart { IsByValue: true } } => new RowCount(Scene.Ref(grain), where),
            CountPart { Of: EntityPart entity } => Rows(entity, where),
            CountPart { Of: AttributePart attribute } => ColumnOf(attribute) is { } column ? Counted(column, attribute, where) : null,
            MeasurePart or AggregatePart { Of: MeasurePart } when Ratio(figure, where) is { } ratio => ratio,
            MeasurePart measure => Row(measure, grain) is { } amount ? new Aggregate(Function.Sum, amount, where) : null,
            AggregatePart { Function: Function.Sum, Of: EntityPart entity } when IsCounted(scene.Table(entity)) =>
                new RowCount(Scene.Ref(scene.Table(entity)), where),
            AggregatePart added when AddedShares.Of(added) is { } off => new Aggregate(Function.Sum, AmountExpressions.Of(off, added.At), where),
            AggregatePart aggregate => Row(Owned(aggregate.Of, grain), grain) is { } of ? new Aggregate(aggregate.Function, of, where) : null,
            KindsPart kinds => (Expression?)Doings.Counted(kinds, scene, where) ?? Rows(kinds.Of, where),
            WorthPart worth => worths.Total(scene.Table(worth.Of), worth.At, where),
            PerPart per => Per(per, grain, where),
            ArithmeticPart arithmetic => Arithmetic(arithmetic, grain, where),
            RatePart rate => filters.Of(rate.Met, grain, grain) is { } met ? new RateOf(Scene.Ref(grain), met, ShareScale.Fraction) : null,
            SharePart { Met: { } some, Of: not CountPart } share => filters.Of(some, grain, grain) is { } part && part != FilterAssembly.Nothing
                && Of(share.Of, grain, FilterAssembly.Joined([where, part])) is { } of && Of(share.Of, grain, where) is { } all
                    ? new Arithmetic(Operator.DividedBy, of, all) : null,
            SharePart { Met: { } met } share => filters.Of(met, grain, grain) is { } part && part != FilterAssembly.Nothing
                ? new RateOf(Scene.Ref(grain), part, share.Scale) : null,
            SharePart share => Of(share.Of, grain, where) is { } whole ? new ShareOf(whole, share.Scale, []) : null,
            _ => null,
        };
        return expression is null ? null : expression with { At = figure.At };
    }

    /// <summary>Those who have a role are hardly counted by the rows of all who could have it.</summary>
    private RowCount Rows(EntityPart entity, Filter? where)
    {
        scene.Choices.Doubt(entity.Name.Role is null ? 1 : NotOfOwner);
        return new RowCount(Scene.Ref(scene.Table(entity)), where);
    }

    /// <summary>"total customers" are counted, "total payments" added up.</summary>
    private bool IsCounted(TableNode table) => !MeasureChoice.Amounts(table, scene).Any(a => a.Score >= SureAmount);

    private OperandPart Owned(OperandPart of, TableNode grain)
    {
        var isOthers = of is AttributePart { Owner: { } owner } && scene.Table(owner) is var table && table != grain
            && scene.Reach.ToOne(grain, table) is null;
        scene.Choices.Doubt(isOthers ? NotOfOwner : 1);
        return of;
    }

    /// <summary>What each row has.</summary>
    public Expression? Row(OperandPart part, TableNode grain)
    {
        Expression? expression = part switch
        {
            AttributePart attribute => OfGrain(attribute, grain) is { } column ? Scene.Use(column, part.At) : null,
            MeasurePart measure => scene.Measure(measure) is var fact && (fact.Grain == grain || scene.Reach.ToOne(grain, fact.Grain) is not null)
                ? AmountExpressions.Of(fact, part.At)
                : null,
            NumberPart number => new NumberConstant(number.Value),
            StretchPart stretch => GrainOf(stretch) is { } table && (table == grain || scene.Reach.ToOne(grain, table) is not null)
                ? (Expression?)Stretches.Length(table, stretch, scene) ?? Stretches.Number(table, stretch, scene) : null,
            EntityPart entity => Amount(scene.Table(entity), part.At),
            CapacityPart room => Capacities.Of(scene.Table(room.Of)) is { } held ? Scene.Use(held, part.At) : null,
            WorthPart worth => worths.Row(scene.Table(worth.Of), worth.At),
            DurationPart duration => ColumnOf(duration.From) is { } from && End(duration, from.Table) is { } to
                ? new Duration(Scene.Use(from, duration.From.At), to, duration.Unit)
                : null,
            ArithmeticPart arithmetic => Row(arithmetic.Left, grain) is { } left && Row(arithmetic.Right, grain) is { } right
                ? new Arithmetic(arithmetic.Operator, left, right)
                : null,
            _ => null,
        };
        return expression is null ? null : expression with { At = part.At };
    }

    /// <summary>What groups are told apart by.</summary>
    /// <param name="isCounted">Rows of the grain are counted: what they are called tells each of them from all others, so it makes no groups.</param>
    /// <param name="of">The thing that is grouped by.</param>
    public Expression? Dimension(OperandPart part, TableNode grain, bool isCounted = false, TableNode? of = null)
    {
        Expression? expression = part switch
        {
            EntityPart entity when scene.Table(entity) is { Key.Count: not 1, Display: [{ IsText: true } name] } unkeyed
                && scene.Reach.Any(grain, unkeyed) is not null =>
                scene.UseFrom(grain, name, part.At, entity.Name.Role),
            EntityPart entity => scene.Table(entity) is var table && (table == grain || scene.Reach.Any(grain, table) is not null)
                ? new EntityUse(scene.RefFrom(grain, table, part.At, entity.Name.Role))
                : null,
            AttributePart attribute => scene.Column(attribute, grain, c => isCounted ? Telling(c, attribute, grain) : 0, of) is { } column
                ? Told(grain, column, attribute)
                : null,
            UnitPart unit => Bucket(unit, grain),
            CountPart { Of: AttributePart number } => Number(number, grain) is { } column ? Scene.Use(column, part.At) : null,
            _ => null,
        };
        return expression is null ? null : expression with { At = part.At };
    }

    /// <summary>"number of doors": a column that holds it for each row; null when rows have to be counted.</summary>
    public ColumnNode? Number(AttributePart part, TableNode of) =>
        ColumnOf(part, of) is { IsMeasure: true, IsNumeric: true } column && scene.Reach.ToOne(of, column.Table) is not null ? column : null;

    private double Telling(ColumnNode column, AttributePart attribute, TableNode grain) =>
        scene.Reach.EdgesOf(column.Table).Any(e => e.One == grain && e.Many == column.Table && e.ManyColumns.Contains(column)) ? -Unique
        : column.Table != grain || (attribute.Owner is { } owner && scene.Table(owner) == grain) ? 0
        : column.IsKey && column.Table.Key.Count == 1 ? -Unique
        : column.Table.Display.Contains(column)
            && attribute.Name.Columns.Any(c => c.Node.Table != grain && c.Score >= attribute.Name.Columns[0].Score - Near) ? -Key
        : 0;

    /// <summary>Rows that have several of what they are broken down by are counted for each of them, which is seldom meant.</summary>
    private Expression Told(TableNode grain, ColumnNode column, AttributePart part)
    {
        if (scene.Reach.Named(column) is { } key && (column.Table == grain || scene.Reach.ToOne(grain, column.Table) is not null))
        {
            // "by product category": whoever asks for what a key refers to wants to read what it is called.
            return new EntityUse(scene.RefFrom(grain, key.One, part.At, key));
        }

        scene.Choices.Doubt(column.Table == grain || scene.Reach.ToOne(grain, column.Table) is not null ? 1 : ByMany);
        var use = scene.UseFrom(grain, column, part.At, part.Name.Role);
        return column.Info.Kind == ColumnKind.Array ? new ElementOf(use) : use;
    }

    private Expression? End(DurationPart part, TableNode from) =>
        part.To is null ? new DateConstant(scene.Today) : ColumnOf(part.To, from) is { } to ? Scene.Use(to, part.To.At) : null;

    /// <summary>"average salary" where salaries are a table: its amount.</summary>
    private ColumnUse? Amount(TableNode table, Span at) =>
        scene.Choices.Pick($"amount {at.First}", at, MeasureChoice.Amounts(table, scene), c => c.ToString()) is { } amount ? Scene.Use(amount, at) : null;

    /// <summary>A margin is the profit of all rows by their revenue, whether it is called total or average.</summary>
    private Frames.Arithmetic? Ratio(OperandPart figure, Filter? where) =>
        (figure as MeasurePart ?? (figure as AggregatePart)?.Of as MeasurePart) is { } part && scene.Measure(part) is { Per: { } per } fact
            ? new Frames.Arithmetic(
                Operator.DividedBy,
                new Aggregate(Function.Sum, AmountExpressions.Of(fact, part.At), where),
                new Aggregate(Function.Sum, AmountExpressions.Term(per), where))
            : null;

    /// <summary>Days are not counted but what happened on them: "number of hires"; a number that says how many is added up.</summary>
    private static Expression Counted(ColumnNode column, AttributePart part, Filter? where) =>
        column.IsDate ? new RowCount(Scene.Ref(column.Table), where)
        : column is { IsMeasure: true, IsNumeric: true } ? new Aggregate(Function.Sum, Scene.Use(column, part.At), where)
        : new DistinctCount(Scene.Use(column, part.At), where);

    /// <summary>Rows that belong to none of what is divided by are none of theirs.</summary>
    private Expression? Per(PerPart part, TableNode grain, Filter? where)
    {
        if (part.Per is AttributePart attribute)
        {
            return Of(part.Of, grain, where) is { } whole && ColumnOf(attribute, grain) is { IsMeasure: true } column && column.Table == grain
                ? new Arithmetic(Operator.DividedBy, whole, new Aggregate(Function.Sum, Scene.Use(column, attribute.At), where))
                : null;
        }

        if (part.Per is UnitPart unit)
        {
            return Of(part.Of, grain, where) is { } all && Bucket(unit, grain) is { } bucket
                ? new Arithmetic(Operator.DividedBy, all, new DistinctCount(bucket, where))
                : null;
        }

        if (part.Per is not EntityPart entity || (scene.Table(entity) is var table && table != grain && scene.Reach.ToOne(grain, table) is null))
        {
            return null;
        }

        if (table == grain)
        {
            return Of(part.Of, grain, where) is not { } sum ? null
                : part.IsSaid && sum is Aggregate { Function: Function.Sum } added ? added with { Function = Function.Average }
                : sum is Aggregate { Function: Function.Average } ? sum
                : new Arithmetic(Operator.DividedBy, sum, new RowCount(Scene.Ref(grain), where));
        }

        return Of(part.Of, grain, FilterAssembly.Joined([where, Belonging(grain, table)])) is { } total
            ? new Arithmetic(Operator.DividedBy, total,
                new DistinctCount(new EntityUse(scene.RefFrom(grain, table, part.At, entity.Name.Role)), where))
            : null;
    }

    /// <summary>Rows that have one of a thing; null when each has, or the key is not their own.</summary>
    public Filter? Belonging(TableNode rows, TableNode thing) =>
        scene.Reach.EdgesOf(rows).Where(e => e.Many == rows && e.One == thing).Select(e => e.ManyColumns[0]).ToList() is [{ Info.IsNullable: true } key]
            ? new Not(new IsEmpty(Scene.Use(key)))
            : null;

    /// <summary>The column that made these rows the ones to look at, where it did.</summary>
    private ColumnNode? OfGrain(AttributePart part, TableNode grain) =>
        ColumnOf(part) is { } own && own.Table == grain ? own : ColumnOf(part, grain);

    public ColumnNode? ColumnOf(AttributePart part, TableNode? grain = null) =>
        scene.Column(part, grain, c => c.IsKey || c.IsForeignKey ? -Key : 0);

    private Expression? Bucket(UnitPart part, TableNode grain)
    {
        if (part.Of is null && grain.Series is not null)
        {
            return SeriesPeriods.Bucket(grain, part);
        }

        var column = part.Of is { } named
            ? scene.Column(named, grain)
            : part.Unit.Unit == "hour" ? new TimeAssembly(scene).ClockOf(grain, null, part.At)
            : scene.Choices.Pick($"date {grain}", part.At, DateChoice.Of(grain, scene), c => c.ToString());
        if (column is null)
        {
            return part.Unit.Unit == "year" && grain.Columns.FirstOrDefault(c => c.IsYear) is { } year ? Scene.Use(year, part.At) : null;
        }

        return part.Unit.IsPart ? new DatePart(Scene.Use(column, part.At), part.Unit.Unit) : new PeriodBucket(Scene.Use(column, part.At), part.Unit.Unit);
    }

    /// <summary>Both sides over the same rows, each with its own conditions.</summary>
    private Arithmetic? Arithmetic(ArithmeticPart part, TableNode grain, Filter? where)
    {
        return Side(part.Left) is { } left && Side(part.Right) is { } right ? new Arithmetic(part.Operator, left, right) : null;

        Expression? Side(OperandPart side)
        {
            // Those without any row of the grain count too: "orders per customer" over all customers is no figure of the orders.
            if (GrainOf(side) is not { } table || (table != grain && (side is CountPart || scene.Reach.ToOne(grain, table) is null)))
            {
                return null;
            }

            var own = PartWalk.Conditions(side, scene).Select(c => filters.Of(c.Part, grain, c.Focus)).ToList();
            return own.Contains(null) ? null : Of(side, grain, FilterAssembly.Joined([where, .. own]));
        }
    }

    /// <summary>"ratio of orders to customers": each counted by itself.</summary>
    public Arithmetic? Apart(ArithmeticPart part, TableNode grain)
    {
        if (part is not { Left: CountPart { Of: EntityPart } left, Right: CountPart { Of: EntityPart } right } || GrainOf(right) is not { } other
            || other == grain || Own(left, grain) is not var (of, where) || Own(right, other) is not var (by, narrowed))
        {
            return null;
        }

        var frame = new QueryFrame { Grain = Scene.Ref(other), Show = [by], Where = narrowed };
        return new Arithmetic(part.Operator, where is null ? of : ((RowCount)of) with { Where = where }, new Elsewhere(frame) { At = right.At });
    }

    private (Expression Figure, Filter? Where)? Own(CountPart side, TableNode grain)
    {
        var own = PartWalk.Conditions(side, scene).Select(c => filters.Of(c.Part, grain, c.Focus)).ToList();
        return own.Contains(null) || Of(side, grain) is not { } figure ? null : (figure, FilterAssembly.Joined(own));
    }
}
