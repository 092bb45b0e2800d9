using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// Figures over the many related rows of each row. They are taken in a query of their own, one row for each key, that is joined: so no row of the
/// query itself is multiplied. Within a nested query they are taken for the row at hand.
/// </summary>
internal sealed class FiguresBeside(SelectScope scope, CompileContext context)
{
    private readonly Dictionary<(Way Home, string Where), (FigureQuery Query, string Alias)> queries = [];
    private readonly Dictionary<string, SqlExpression> known = [];

    public SqlExpression Of(Expression figure, Way view, Filter? where)
    {
        var home = Homes.Of(figure, view, context);
        if (scope.Far(home) is not { } far)
        {
            throw new NotCompilableException($"A row has one {home.End} only, so there is nothing to take a figure of.");
        }

        var key = $"{FrameKey.Of(figure)} {view} {FrameKey.Of(where)}";
        if (!known.TryGetValue(key, out var sql))
        {
            known[key] = sql = scope.IsNested ? ForTheRow(figure, view, where, home, far) : Joined(figure, view, where, home, far);
        }

        return sql;
    }

    private SubqueryExpression ForTheRow(Expression figure, Way view, Filter? where, Way home, Way far)
    {
        var (query, keys) = Start(home, far, view);
        var step = far.Steps[^1];
        var before = scope.Join(far.First(far.Count - 1));
        query.Scope.Plan.Where.AddRange(step.FromColumns.Select((c, i) => new BinaryExpression("=", keys[i], new ColumnExpression(before, c))));
        query.AddWhere(where);
        query.Settle([figure]);
        return new SubqueryExpression(query.Final.Showing(query.Leaf(figure), null));
    }

    private SqlExpression Joined(Expression figure, Way view, Filter? where, Way home, Way far)
    {
        var shared = (home, FrameKey.Of(where));
        // A query that reads different rows only is made for its figure alone.
        if (!queries.TryGetValue(shared, out var found) || found.Query.IsDeduplicated || found.Query.WouldMultiply(figure))
        {
            found = queries[shared] = Join(figure, view, where, home, far);
        }

        var name = found.Query.Show(figure);
        var value = new DerivedExpression(found.Alias, name);
        return figure is RowCount or DistinctCount ? new FunctionExpression("COALESCE", [value, new NumberExpression(0)]) : value;
    }

    private (FigureQuery Query, string Alias) Join(Expression figure, Way view, Filter? where, Way home, Way far)
    {
        var (query, keys) = Start(home, far, view);
        var step = far.Steps[^1];
        var before = scope.Join(far.First(far.Count - 1));
        var names = keys.Select(k => query.AddGroup(k)).ToList();
        query.AddWhere(where);
        query.Settle([figure]);
        foreach (var part in query.Parts)
        {
            query.Final.Showing(part.Expression, part.Name);
        }

        var alias = context.Alias($"{home.End.Name}_figures");
        var on = step.FromColumns.Select((c, i) => new BinaryExpression("=", new DerivedExpression(alias, names[i]), new ColumnExpression(before, c)));
        scope.Plan.DerivedJoins.Add(new DerivedJoin("LEFT JOIN", query.Final, alias, SelectScope.All([.. on])));
        return (query, alias);
    }

    /// <summary>A query over the rows of the figure, with the columns of it that refer to the row beside.</summary>
    private (FigureQuery Query, IReadOnlyList<SqlExpression> Keys) Start(Way home, Way far, Way view)
    {
        var back = home.Back();
        var query = new FigureQuery(context, home.End, back.Then(view.Steps));
        var nearest = query.Scope.Join(back.First(home.Count - far.Count));
        return (query, [.. far.Steps[^1].ToColumns.Select(c => new ColumnExpression(nearest, c))]);
    }
}
