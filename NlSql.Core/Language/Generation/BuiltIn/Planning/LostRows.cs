namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>
/// Keeps rows that an inner join would drop. A breakdown over a reference that may be empty (orders by campaign) is to add up to
/// all rows: those without the reference form a group of their own. A table that a condition or an aggregate reads stays inner.
/// </summary>
internal static class LostRows
{
    public static void Keep(RelationalPlan plan)
    {
        if (plan.GroupBy.Count == 0 || plan.Having.Count > 0 || plan.Limit is not null || !plan.Output.Any(o => ExpressionTree.IsAggregate(o.Expression)))
        {
            return;
        }

        var needed = plan.Where.Concat(plan.Output.Select(o => o.Expression).Where(ExpressionTree.IsAggregate)).SelectMany(ExpressionTree.Sources).ToHashSet();
        for (var i = plan.Joins.Count - 1; i >= 0; i--)
        {
            // What hangs on a needed table is needed to reach it.
            if (needed.Contains(plan.Joins[i].Table) && plan.Joins[i].From is { } from)
            {
                needed.Add(from);
            }
        }

        var outer = new HashSet<TableReference>();
        for (var i = 0; i < plan.Joins.Count; i++)
        {
            var join = plan.Joins[i];
            if (!needed.Contains(join.Table) && join.From is { } from && (outer.Contains(from) || join.MayMiss))
            {
                outer.Add(join.Table);
                plan.Joins[i] = join with { IsOuter = true };
            }
        }
    }

    /// <summary>The share of the referring rows whose reference is empty, 0 to 1; 0 when that is not known.</summary>
    public static double Share(PlannedJoin join) => join.Key?.ManyColumns.Max(c => c.Info.IsNullable ? c.Info.Statistics.NullFraction ?? 0 : 0) ?? 0;
}
