namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Looks into expressions: which tables they read, whether they aggregate.</summary>
internal static class ExpressionTree
{
    private static readonly HashSet<string> Aggregates = ["COUNT", "SUM", "AVG", "MAX", "MIN"];

    public static bool IsAggregate(SqlExpression expression) =>
        Nodes(expression).Any(e => e is PercentileExpression || (e is FunctionExpression f && Aggregates.Contains(f.Name)));

    public static IEnumerable<TableReference> Sources(SqlExpression expression) => Nodes(expression).OfType<ColumnExpression>().Select(c => c.Source);

    /// <summary>The expression and all within it, those of nested queries included.</summary>
    public static IEnumerable<SqlExpression> Nodes(SqlExpression expression) => Parts(expression).SelectMany(Nodes).Prepend(expression);

    /// <summary>All that is within a query, those of nested queries included.</summary>
    public static IEnumerable<SqlExpression> Nodes(RelationalPlan plan) => Parts(plan).SelectMany(Nodes);

    /// <summary>Written the same. Lists inside records compare by reference, so that equality does not say it.</summary>
    public static bool AreSame(SqlExpression a, SqlExpression b) => Nodes(a).Select(Itself).SequenceEqual(Nodes(b).Select(Itself));

    private static object Itself(SqlExpression expression) => expression switch
    {
        FunctionExpression function => (function.Name, function.IsDistinct, function.Arguments.Count),
        BinaryExpression binary => binary.Operator,
        LogicExpression logic => (logic.Operator, logic.Parts.Count),
        FilterExpression filter => filter.Only.Count,
        WindowExpression window => (window.PartitionBy.Count, window.OrderBy.Count, window.Back),
        InExpression list => list.Values.Count,
        ElementExpression element => element.Pattern,
        NullTestExpression test => test.IsNull,
        CastExpression cast => cast.Type,
        CaseExpression choice => (choice.Branches.Count, choice.Otherwise is null),
        SubqueryExpression { Plan.From: { } from } => from,
        ExistsExpression { Plan.From: { } from } => from,
        ColumnExpression or NameExpression or DerivedExpression or BooleanExpression or NumberExpression or TextExpression or DateExpression => expression,
        _ => expression.GetType(),
    };

    /// <summary>The queries nested in one, each with those nested in it left to itself.</summary>
    public static IEnumerable<RelationalPlan> Plans(RelationalPlan plan) =>
        plan.Where.Concat(plan.Having).Concat(plan.Output.Select(o => o.Expression)).SelectMany(Nested)
            .Concat(plan.FromPlan is { } inner ? [inner] : [])
            .Concat(plan.DerivedJoins.Select(j => j.Plan))
            .Concat(plan.Combined);

    private static IEnumerable<RelationalPlan> Nested(SqlExpression expression) => expression switch
    {
        ExistsExpression exists => [exists.Plan],
        SubqueryExpression subquery => [subquery.Plan],
        _ => Parts(expression).SelectMany(Nested),
    };

    private static IEnumerable<SqlExpression> Parts(SqlExpression expression) => expression switch
    {
        FunctionExpression function => function.Arguments,
        BinaryExpression binary => [binary.Left, binary.Right],
        InExpression list => list.Values.Prepend(list.Left),
        ElementExpression element => [element.Array],
        NullTestExpression test => [test.Value],
        NotExpression not => [not.Inner],
        NotTrueExpression not => [not.Condition],
        CaseExpression choice => choice.Branches.SelectMany(b => new[] { b.When, b.Then }).Concat(choice.Otherwise is { } otherwise ? [otherwise] : []),
        LogicExpression logic => logic.Parts,
        CastExpression cast => [cast.Inner],
        FilterExpression filter => filter.Only.Prepend(filter.Aggregate),
        WindowExpression window => window.PartitionBy.Concat(window.OrderBy.Select(s => s.Expression)).Prepend(window.Function),
        PercentileExpression percentile => [percentile.Value],
        ExistsExpression exists => Parts(exists.Plan),
        SubqueryExpression subquery => Parts(subquery.Plan),
        _ => [],
    };

    private static IEnumerable<SqlExpression> Parts(RelationalPlan plan) =>
        plan.Output.Select(o => o.Expression)
            .Concat(plan.Joins.Select(j => j.On))
            .Concat(plan.Where)
            .Concat(plan.GroupBy)
            .Concat(plan.Having)
            .Concat(plan.OrderBy.Select(s => s.Expression))
            .Concat(plan.FromElements is { } elements ? [elements] : [])
            .Concat(plan.DerivedJoins.SelectMany(j => Parts(j.Plan).Concat(j.On is { } on ? [on] : [])))
            .Concat(plan.Combined.SelectMany(Parts))
            .Concat(plan.FromPlan is { } inner ? Parts(inner) : []);
}
