using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Writes a frame as rows of one table, each once, with figures over their related rows beside them.</summary>
internal sealed class RowSelect
{
    private readonly CompileContext context;
    private readonly QueryFrame frame;
    private readonly SelectScope scope;
    private readonly RowValues values;
    private readonly FilterCompiler filters;
    private readonly Way view;
    private readonly Filter? where;

    /// <param name="context">Of the statement.</param>
    /// <param name="frame">What is asked.</param>
    /// <param name="rows">Whose rows are shown, by a way from the grain: the grain itself, or what its rows are grouped by.</param>
    public RowSelect(CompileContext context, QueryFrame frame, Way rows)
    {
        this.context = context;
        this.frame = frame;
        view = rows.Back();
        scope = SelectScope.At(context, rows.End);
        var (own, others) = rows.Count == 0 ? (frame.Where, null) : Apart(rows);
        where = own;
        values = new RowValues(scope, context) { FigureWhere = others };
        filters = new FilterCompiler(scope, context, values);
    }

    public RelationalPlan Compile()
    {
        foreach (var shown in frame.Show)
        {
            Show(shown);
        }

        filters.AddTo(scope.Plan.Where, where, view);
        filters.AddTo(scope.Plan.Where, frame.Having, view);
        var order = frame.Order.SelectMany(o => Sorts(o)).ToList();
        if (frame.Rank is not null && order.Count == 0)
        {
            context.Tell(ConcernKind.NoOrder, "So many rows are shown, in no particular order.");
        }

        var key = RowValues.KeyColumns(scope.Root.Table).Select(c => (SqlExpression)new ColumnExpression(scope.Root, c)).ToList();
        MakeDistinct(key, order);
        TellEmptyReferences();
        if (scope.Plan.Output.Count == 0)
        {
            throw new NotCompilableException("Nothing is shown.");
        }

        OutputNames.TellApart(scope.Plan);
        var within = (frame.Rank?.Within ?? []).SelectMany(Keys).ToList();
        if (order.Select(o => o.Expression).Concat(within).Any(Lifting.HasWindow) && (within.Count > 0 || frame.Rank?.IsNth == true))
        {
            throw new NotCompilableException("A place among rows by what is itself computed over all rows.");
        }

        return Ranking.Apply(scope.Plan, frame.Rank, order, within, scope.Plan.GroupBy.Count > 0 ? [.. scope.Plan.GroupBy] : scope.Plan.IsDistinct ? [] : key);
    }

    private void Show(Expression shown)
    {
        if (shown is EntityUse use)
        {
            var table = Reach(context.Resolve(view, use.Of));
            var columns = use.WithAllColumns ? table.Table.Columns : RowValues.KeyColumns(table.Table).Concat(table.Table.Display).Distinct();
            foreach (var column in columns)
            {
                Add(new ColumnExpression(table, column), null);
            }

            return;
        }

        foreach (var way in values.Ways(shown, view))
        {
            Reach(way);
        }

        Add(values.Of(shown, view), OutputNames.Of(shown));
    }

    /// <summary>What a row has several of is shown with the row repeated for each; of two such nothing could be told.</summary>
    private TableReference Reach(Way way)
    {
        if (scope.Far(way) is { } far)
        {
            if (scope.FannedOut.Exists(w => !far.StartsWith(w)))
            {
                throw new NotCompilableException($"A row has several of {way.End} and several others that have nothing to do with them.");
            }

            context.Tell(ConcernKind.ShownRepeatedly, $"Each of {scope.Root.Table.Name} is shown once for each of its {far.End.Name}.");
        }

        return scope.Join(way, keepsRows: true);
    }

    private void Add(SqlExpression expression, string? name)
    {
        if (!scope.Plan.Output.Exists(o => ExpressionTree.AreSame(o.Expression, expression)))
        {
            scope.Plan.Output.Add(new OutputColumn(expression, name));
        }
    }

    private IEnumerable<PlannedSort> Sorts(Ordering ordering) => ordering.By is EntityUse use
        ? DisplayOf(use).Select(e => new PlannedSort(e, ordering.IsDescending, ordering.IsDescending && scope.CanBeNull(e)))
        : [values.Of(ordering.By, view) is var by ? new PlannedSort(by, ordering.IsDescending, ordering.IsDescending && scope.CanBeNull(by)) : null!];

    private IEnumerable<SqlExpression> DisplayOf(EntityUse use)
    {
        var table = values.Join(context.Resolve(view, use.Of));
        return (use.Of.Table.Display.Count > 0 ? use.Of.Table.Display : RowValues.KeyColumns(use.Of.Table)).Select(c => new ColumnExpression(table, c));
    }

    private IEnumerable<SqlExpression> Keys(Expression by) => by is EntityUse use ? values.KeyOf(use, view) : [values.Of(by, view)];

    /// <summary>Rows with their key are different anyhow. Where they are put in an order of what is not shown, the smallest or largest decides.</summary>
    private void MakeDistinct(List<SqlExpression> key, List<PlannedSort> order)
    {
        var plan = scope.Plan;
        if (!frame.IsDistinct || (scope.FannedOut.Count == 0 && key.TrueForAll(k => plan.Output.Exists(o => ExpressionTree.AreSame(o.Expression, k)))))
        {
            return;
        }

        var isShown = order.TrueForAll(s => plan.Output.Exists(o => ExpressionTree.AreSame(o.Expression, s.Expression)));
        if (isShown && frame.Rank is null)
        {
            plan.IsDistinct = true;
            return;
        }

        plan.GroupBy.AddRange(plan.Output.Select(o => o.Expression));
        for (var i = 0; i < order.Count; i++)
        {
            if (!plan.Output.Exists(o => ExpressionTree.AreSame(o.Expression, order[i].Expression)))
            {
                order[i] = order[i] with { Expression = OverRows.Extreme(order[i].Expression, order[i].IsDescending) };
            }
        }
    }

    private void TellEmptyReferences()
    {
        foreach (var join in scope.Plan.Joins.Where(j => j is { IsOuter: true, Key: { IsDeclared: true } key } && j.From?.Table == key.Many))
        {
            var columns = string.Join(", ", join.Key!.ManyColumns.Select(c => c.Info.Name));
            context.Tell(
                ConcernKind.EmptyReferenceKept,
                $"Rows of {join.Key.Many.Name} without {columns} are shown too, with nothing of {join.Table.Table.Name}.");
        }
    }

    /// <summary>Conditions on the groups themselves choose which are shown; those on the rows in them choose what counts.</summary>
    private (Filter? Own, Filter? Others) Apart(Way rows)
    {
        var parts = frame.Where is AllOf all ? all.Parts : frame.Where is { } one ? [one] : [];
        var own = parts.Where(p => IsOf(p, rows)).ToList();
        var others = parts.Except(own).ToList();
        return (Together(own), Together(others));
    }

    private bool IsOf(Filter filter, Way rows) => FrameTables.Atoms(filter).All(a => a is not (Exists or InForce)
        && FrameTables.Compared(a).SelectMany(FrameTables.Nodes).All(n => n switch
        {
            ColumnUse use => context.Resolve(Way.At(frame.Grain.Table), use.Of).StartsWith(rows),
            RowCount or DistinctCount or Aggregate or RateOf => false,
            _ => true,
        }));

    private static Filter? Together(List<Filter> parts) => parts.Count switch { 0 => null, 1 => parts[0], _ => new AllOf(parts) };
}
