using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// Joins that lead from many rows to one and from there to many others: suppliers and campaigns both know the product, but no supplier has
/// anything to do with a campaign. What stands at the two ends is paired at random.
/// </summary>
internal static class Detours
{
    /// <summary>The table in the middle of each such way, and the one at its end; in nested queries too.</summary>
    public static IEnumerable<(TableNode Middle, TableNode End)> In(RelationalPlan level)
    {
        var entered = new Dictionary<TableReference, TableNode>();
        foreach (var join in level.Joins.Where(j => j is { From: not null, Key: not null }))
        {
            var (from, isToOne) = (join.From!, join.Key!.IsToOne(join.From!.Table));
            if (!isToOne && entered.TryGetValue(from, out var middle))
            {
                yield return (middle, join.Table.Table);
            }

            if (isToOne)
            {
                entered[join.Table] = join.Table.Table;
            }
            else if (entered.TryGetValue(from, out var earlier))
            {
                entered[join.Table] = earlier;
            }
        }

        foreach (var detour in ExpressionTree.Plans(level).SelectMany(In))
        {
            yield return detour;
        }
    }
}
