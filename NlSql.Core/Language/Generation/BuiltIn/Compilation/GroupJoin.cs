using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Joins queries of one row for each group on their equal groups.</summary>
internal static class GroupJoin
{
    /// <param name="queries">With their aliases; the columns of groups are called the same in all.</param>
    /// <param name="keys">The columns of the groups.</param>
    /// <param name="isFirstComplete">The first has all groups; else each may have groups that others have not.</param>
    /// <param name="joined">The columns of the groups in the result.</param>
    public static RelationalPlan Of(
        IReadOnlyList<(RelationalPlan Plan, string Alias)> queries,
        IReadOnlyList<GroupPart> keys,
        bool isFirstComplete,
        out IReadOnlyList<GroupPart> joined)
    {
        var plan = new RelationalPlan { FromPlan = queries[0].Plan, FromAlias = queries[0].Alias };
        var so = keys.Select(k => (SqlExpression)new DerivedExpression(queries[0].Alias, k.Name, k.CanBeNull)).ToList();
        foreach (var (next, alias) in queries.Skip(1))
        {
            var on = keys.SelectMany((k, i) => Equal(so[i], new DerivedExpression(alias, k.Name, k.CanBeNull), k.CanBeNull, isFirstComplete)).ToList();
            plan.DerivedJoins.Add(new DerivedJoin(isFirstComplete ? "LEFT JOIN" : "FULL JOIN", next, alias, SelectScope.All(on)));
            if (!isFirstComplete)
            {
                so = [.. keys.Select((k, i) => new FunctionExpression(
                    "COALESCE",
                    [.. so[i] is FunctionExpression earlier ? earlier.Arguments : [so[i]], new DerivedExpression(alias, k.Name, k.CanBeNull)]))];
            }
        }

        joined = [.. keys.Select((k, i) => k with { Expression = so[i] })];
        return plan;
    }

    /// <summary>
    /// NULL is a group as well. PostgreSQL joins in full on equalities only, so there it is said by two: the same text, and both or none are NULL.
    /// </summary>
    private static IEnumerable<SqlExpression> Equal(SqlExpression left, SqlExpression right, bool canBeNull, bool isLeft)
    {
        if (!canBeNull || isLeft)
        {
            return [new BinaryExpression(canBeNull ? "IS NOT DISTINCT FROM" : "=", left, right)];
        }

        return
        [
            new BinaryExpression("=", Text(left), Text(right)),
            new BinaryExpression("=", new NullTestExpression(left, IsNull: true), new NullTestExpression(right, IsNull: true)),
        ];
    }

    private static FunctionExpression Text(SqlExpression value) => new("COALESCE", [new CastExpression(value, "text"), new TextExpression("")]);
}
