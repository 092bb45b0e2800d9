using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>The tables that a plan reads, those of plans within it among them.</summary>
internal static class PlanTables
{
    public static IEnumerable<TableNode> Of(RelationalPlan plan) =>
        Plans(plan).SelectMany(p => p.Joins.Select(j => j.Table.Table).Concat(p.From is { } from ? [from.Table] : []));

    private static IEnumerable<RelationalPlan> Plans(RelationalPlan plan) => ExpressionTree.Plans(plan).SelectMany(Plans).Prepend(plan);
}
