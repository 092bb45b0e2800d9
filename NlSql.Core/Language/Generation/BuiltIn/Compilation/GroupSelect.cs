using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// Writes a frame as groups, or as one row for all. Figures over rows of one table are one query; those of several tables would multiply each
/// other's rows, so each table has a query of its own, joined on the groups.
/// </summary>
internal sealed class GroupSelect(CompileContext context, QueryFrame frame)
{
    private readonly Way grain = Way.At(frame.Grain.Table);
    private readonly List<Expression> figures = [.. FrameSelect.Figures(frame)];

    public RelationalPlan Compile()
    {
        var homes = figures.GroupBy(f => Homes.OfGroups(f, grain, context)).ToList();
        if (homes.Count <= 1 && !frame.KeepsEmptyGroups)
        {
            return Single(homes.Count == 0 ? grain : homes[0].Key);
        }

        return frame.By.Count == 0 ? Scalars(homes) : Joined(homes);
    }

    private RelationalPlan Single(Way home)
    {
        var shared = SharedWhere();
        var query = Query(home, frame.By, shared is null ? frame.Where : frame.Where is { } where ? new AllOf([where, shared]) : shared, figures);
        var values = new GroupValues(context, frame, query.Parts, f => query.Leaf(shared is null ? f : GroupValues.WithoutWhere(f)));
        foreach (var part in query.Parts.Where(p => p.CanBeNull && p.Expression is ColumnExpression column && query.Scope.MayMiss(column.Source)))
        {
            var missing = ((ColumnExpression)part.Expression).Source;
            context.Tell(ConcernKind.EmptyReferenceKept, $"Rows without any of {missing.Table.Name} are a group of their own.");
        }

        return Finish(query.Final, values, query.Parts, new FilterCompiler(query.Scope, context, values), query.Final.Having);
    }

    /// <summary>One row, each table's figures from a query of its own.</summary>
    private RelationalPlan Scalars(List<IGrouping<Way, Expression>> homes)
    {
        var scalars = new Dictionary<string, SqlExpression>();
        foreach (var home in homes)
        {
            foreach (var figure in home)
            {
                var query = Query(home.Key, [], frame.Where, [figure]);
                scalars[FrameKey.Of(figure)] = new SubqueryExpression(query.Final.Showing(query.Leaf(figure), null));
            }
        }

        var values = new GroupValues(context, frame, [], f => scalars[FrameKey.Of(f)]);
        return Finish(new RelationalPlan(), values, [], null, []);
    }

    private RelationalPlan Joined(List<IGrouping<Way, Expression>> homes)
    {
        var queries = new List<(FigureQuery Query, string Alias, IReadOnlyList<Expression> Figures)>();
        if (frame.KeepsEmptyGroups)
        {
            queries.Add((GroupsThemselves(), context.Alias("groups"), []));
        }

        foreach (var home in homes)
        {
            queries.Add((Query(home.Key, frame.By, frame.Where, [.. home]), context.Alias($"{home.Key.End.Name}_figures"), [.. home]));
        }

        var names = new Dictionary<string, SqlExpression>();
        foreach (var (query, alias, own) in queries)
        {
            query.Final.Output.AddRange(query.Parts.Select(p => new OutputColumn(p.Expression, p.Name)));
            foreach (var figure in own)
            {
                var value = new DerivedExpression(alias, query.Show(figure));
                names[FrameKey.Of(figure)] = figure is RowCount or DistinctCount ? new FunctionExpression("COALESCE", [value, new NumberExpression(0)]) : value;
            }
        }

        var joined = GroupJoin.Of([.. queries.Select(q => (q.Query.Final, q.Alias))], queries[0].Query.Parts, frame.KeepsEmptyGroups, out var parts);
        var values = new GroupValues(context, frame, parts, f => names[FrameKey.Of(f)]);
        var filters = new FilterCompiler(queries[0].Query.Scope, context, values);
        return Finish(joined, values, parts, filters, joined.Where);
    }

    /// <summary>All groups that there are, whether or not a row of the grain belongs to them.</summary>
    private FigureQuery GroupsThemselves()
    {
        var ways = frame.By.SelectMany(FrameTables.Uses).Select(e => context.Resolve(grain, e)).ToList();
        var shared = ways.Count == 0 ? grain : ways[0];
        while (ways.Exists(w => !w.StartsWith(shared)))
        {
            shared = shared.First(shared.Count - 1);
        }

        if (shared.Count == 0)
        {
            context.Tell(ConcernKind.NotApplied, "Groups without any row cannot be told: only the rows themselves say which groups there are.");
        }

        return Query(shared, frame.By, shared.Count == 0 ? frame.Where : null, []);
    }

    private FigureQuery Query(Way home, IReadOnlyList<Expression> by, Filter? where, IReadOnlyList<Expression> own)
    {
        var query = new FigureQuery(context, home.End, home.Back());
        foreach (var group in by.Concat(by.Count > 0 ? Dependent() : []))
        {
            // Patients without an insurer are no insurer's, and no row of insurers; a share of all is one of theirs as well.
            var isOfThings = group is EntityUse && !frame.Show.SelectMany(FrameTables.Nodes).Any(n => n is ShareOf or Overall);
            query.AddGroup(group, needsRow: isOfThings || frame.Rank is not null || frame.Having is not null || frame.NeedsGroups);
        }

        query.AddWhere(where);
        query.Settle(own);
        return query;
    }

    /// <summary>Other columns of the entities that are grouped by, shown or ordered by: they have one value in each group.</summary>
    private IEnumerable<ColumnUse> Dependent() => frame.Show.Concat(frame.Order.Select(o => o.By)).OfType<ColumnUse>()
        .Where(use => !frame.By.Any(b => FrameKey.Same(b, use))
            && frame.By.OfType<EntityUse>().Any(e => FrameKey.Same(new EntityUse(use.Of), new EntityUse(e.Of)))
            && !RowValues.KeyColumns(use.Of.Table).Concat(use.Of.Table.Display).Contains(use.Column))
        .DistinctBy(FrameKey.Of);

    /// <summary>One row, and all figures under one condition: it is the query's own.</summary>
    private Filter? SharedWhere()
    {
        if (frame.By.Count > 0)
        {
            return null;
        }

        var all = figures.Select(f => f switch { RowCount c => c.Where, DistinctCount c => c.Where, Aggregate a => a.Where, _ => null }).ToList();
        return all.Count > 0 && all[0] is { } first && all.TrueForAll(w => w is not null && FrameKey.Of(w) == FrameKey.Of(first)) ? first : null;
    }

    private RelationalPlan Finish(
        RelationalPlan plan,
        GroupValues values,
        IReadOnlyList<GroupPart> parts,
        FilterCompiler? filters,
        List<SqlExpression> having)
    {
        foreach (var shown in frame.By.Where(b => !FrameSelect.IsNamed(frame, b)).Concat(frame.Show))
        {
            var own = parts.Where(p => p.IsShown && p.By is not null && FrameKey.Same(p.By, shown)).ToList();
            var outputs = own.Count > 0 ? own.Select(p => new OutputColumn(p.Expression, NameOf(p))) : [Output(shown, values)];
            plan.Output.AddRange(outputs.Where(o => !plan.Output.Exists(known => ExpressionTree.AreSame(known.Expression, o.Expression))));
        }

        filters?.AddTo(having, frame.Having, grain);
        OutputNames.TellApart(plan);
        var within = (frame.Rank?.Within ?? []).SelectMany(w => values.KeysOf(w) is { Count: > 0 } keys ? keys : [values.Of(w, grain)]).ToList();
        var order = Order(plan, values);
        List<SqlExpression> ties = [.. parts.Select(p => p.Expression)];
        if (!NeedsQueryAround(plan, having, order.Select(s => s.Expression).Concat(within)))
        {
            return Ranking.Apply(plan, frame.Rank, order, within, ties);
        }

        var lifting = new Lifting(plan);
        lifting.Outer.Where.AddRange(having.Select(lifting.Lift));
        having.Clear();
        return Ranking.Apply(
            lifting.Outer,
            frame.Rank,
            [.. order.Select(lifting.Lift)],
            [.. within.Select(lifting.Lift)],
            frame.Rank is null ? [] : [.. ties.Select(lifting.Lift)]);
    }

    /// <summary>Windows see only the groups that are left, but shares are of all; and a place among windows is a window itself.</summary>
    private bool NeedsQueryAround(RelationalPlan plan, List<SqlExpression> having, IEnumerable<SqlExpression> sorted) =>
        (having.Count > 0 && (having.Exists(Lifting.HasWindow) || plan.Output.Exists(o => Lifting.HasWindow(o.Expression))))
        || (frame.Rank is { } rank && (rank.IsNth || rank.Within.Count > 0) && sorted.Any(Lifting.HasWindow));

    /// <summary>A column of an entity that is grouped by is one of the group's columns.</summary>
    private OutputColumn Output(Expression shown, GroupValues values) => shown is ColumnUse use && values.OfEntity(use) is { } own
        ? new OutputColumn(own.Expression, NameOf(own))
        : new OutputColumn(values.Of(shown, grain), OutputNames.Of(shown));

    private static string? NameOf(GroupPart part) => part.Expression is ColumnExpression ? null : part.Name;

    /// <summary>The order that was asked for; else periods as a course of time, all others by their figure, largest first.</summary>
    private List<PlannedSort> Order(RelationalPlan plan, GroupValues values)
    {
        var order = new List<PlannedSort>();
        foreach (var ordering in frame.Order)
        {
            var by = ordering.By is EntityUse entity ? values.DisplayOf(entity) : [values.Of(ordering.By, grain)];
            order.AddRange(by.Select(e => new PlannedSort(e, ordering.IsDescending, ordering.IsDescending)));
        }

        if (order.Count > 0 || frame.By.Count == 0)
        {
            return order;
        }

        var periods = frame.By.Where(b => b is PeriodBucket or DatePart).SelectMany(values.KeysOf).ToList();
        if (frame.Rank is null)
        {
            order.AddRange(periods.Select(p => new PlannedSort(p, IsDescending: false, NullsLast: false)));
        }

        var figure = frame.Show.FirstOrDefault(FrameTables.IsFigure);
        if (figure is not null && (order.Count < frame.By.Count || frame.Rank is not null))
        {
            order.Add(new PlannedSort(values.Of(figure, grain), IsDescending: true, NullsLast: true));
        }
        else if (order.Count == 0)
        {
            order.AddRange(plan.Output.Take(1).Select(o => new PlannedSort(o.Expression, IsDescending: false, NullsLast: false)));
        }

        return order;
    }
}
