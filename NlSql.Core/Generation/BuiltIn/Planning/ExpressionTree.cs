namespace NlSql.Core.Generation.BuiltIn.Planning;

/// <summary>Looks into expressions: which tables they read, whether they aggregate.</summary>
internal static class ExpressionTree
{
    private static readonly HashSet<string> Aggregates = ["COUNT", "SUM", "AVG", "MAX", "MIN"];

    public static bool IsAggregate(SqlExpression expression) => Nodes(expression).Any(e => e is FunctionExpression f && Aggregates.Contains(f.Name));

    public static IEnumerable<TableReference> Sources(SqlExpression expression) => Nodes(expression).OfType<ColumnExpression>().Select(c => c.Source);

    /// <summary>The expression and all within it, those of nested queries included.</summary>
    public static IEnumerable<SqlExpression> Nodes(SqlExpression expression) => Parts(expression).SelectMany(Nodes).Prepend(expression);

    private static IEnumerable<SqlExpression> Parts(SqlExpression expression) => expression switch
    {
        FunctionExpression function => function.Arguments,
        BinaryExpression binary => [binary.Left, binary.Right],
        InExpression list => list.Values.Prepend(list.Left),
        BetweenExpression between => [between.Value, between.Low, between.High],
        NullTestExpression test => [test.Value],
        NotExpression not => [not.Inner],
        LogicExpression logic => logic.Parts,
        CastExpression cast => [cast.Inner],
        ExistsExpression exists => Parts(exists.Plan),
        SubqueryExpression subquery => Parts(subquery.Plan),
        _ => [],
    };

    private static IEnumerable<SqlExpression> Parts(RelationalPlan plan) =>
        plan.Output.Select(o => o.Expression).Concat(plan.Joins.Select(j => j.On)).Concat(plan.Where).Concat(plan.GroupBy).Concat(plan.Having).Concat(plan.OrderBy.Select(s => s.Expression))
            .Concat(plan.FromPlan is { } inner ? Parts(inner) : []);
}
