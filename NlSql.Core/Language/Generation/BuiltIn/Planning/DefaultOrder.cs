namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>
/// The order of groups nobody asked an order for: periods as a course of time, everything else by its quantity, largest first (or
/// smallest, where the bottom is asked for). So a LIMIT that was asked for takes the right rows.
/// </summary>
internal static class DefaultOrder
{
    public static void Apply(RelationalPlan plan, IEnumerable<SqlExpression> periods, bool isBottom)
    {
        if (plan.OrderBy.Count > 0 || plan.GroupBy.Count == 0)
        {
            return;
        }

        if (plan.Limit is null)
        {
            plan.OrderBy.AddRange(periods.Select(p => new PlannedSort(p, IsDescending: false, NullsLast: false)));
        }

        var keys = plan.GroupBy.Count(g => g is not ColumnExpression { Column.IsKey: true });
        var quantity = plan.Output.Select(o => o.Expression).FirstOrDefault(ExpressionTree.IsAggregate);
        if (quantity is not null && plan.OrderBy.Count < keys)
        {
            plan.OrderBy.Add(new PlannedSort(quantity, !isBottom, !isBottom));
        }
    }
}
