using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Puts the order of a frame and its rank on a query whose outputs are set.</summary>
internal static class Ranking
{
    private const string Place = "rank_in_group";

    /// <param name="plan">The query.</param>
    /// <param name="rank">Null for all rows.</param>
    /// <param name="order">In full, as expressions of the query.</param>
    /// <param name="within">Within what the rank holds.</param>
    /// <param name="ties">What decides between equals, so that the same question has the same answer.</param>
    public static RelationalPlan Apply(
        RelationalPlan plan,
        Rank? rank,
        IReadOnlyList<PlannedSort> order,
        IReadOnlyList<SqlExpression> within,
        IReadOnlyList<SqlExpression> ties)
    {
        if (rank is null || order.Count == 0 || (within.Count == 0 && !rank.IsNth))
        {
            plan.Limit = rank?.Count;
            plan.KeepsTies = rank is { KeepsTies: true } && order.Count > 0;
            var last = rank is { KeepsTies: false } ? Beyond(order, ties) : [];
            plan.OrderBy.AddRange(order.Concat(last).Select(s => s with { Expression = Shown(plan, s.Expression) }));
            return plan;
        }

        // Equals share a place where they are all to be kept, and where a place is asked for.
        var (function, sorts) = rank switch
        {
            { IsNth: true } => ("DENSE_RANK", order),
            { KeepsTies: true } => ("RANK", order),
            _ => ("ROW_NUMBER", [.. order, .. Beyond(order, [.. ties.Where(t => !within.Any(w => ExpressionTree.AreSame(w, t)))])]),
        };
        var outer = PlanWrapping.Around(plan);
        plan.Output.Add(new OutputColumn(new WindowExpression(new FunctionExpression(function, []), within, sorts), Place));
        outer.FromAlias = "ranked";
        outer.Where.Add(new BinaryExpression(rank.IsNth || rank.Count == 1 ? "=" : "<=", new NameExpression(Place), new NumberExpression(rank.Count)));
        outer.OrderBy.AddRange(within.Select(w => PlanWrapping.NameOf(plan, w)).OfType<string>()
            .Concat(rank.IsNth || rank.Count == 1 ? [] : [Place])
            .Select(n => new PlannedSort(new NameExpression(n), IsDescending: false, NullsLast: false)));
        return outer;
    }

    /// <summary>An output is ordered by under its name, so that it is written once.</summary>
    private static SqlExpression Shown(RelationalPlan plan, SqlExpression expression) =>
        expression is not ColumnExpression && PlanWrapping.NameOf(plan, expression) is { } name ? new NameExpression(name) : expression;

    private static IEnumerable<PlannedSort> Beyond(IReadOnlyList<PlannedSort> order, IReadOnlyList<SqlExpression> ties) =>
        order.Count == 0 ? [] : ties.Where(t => !order.Any(o => ExpressionTree.AreSame(o.Expression, t)))
            .Select(t => new PlannedSort(t, IsDescending: false, NullsLast: false));
}
