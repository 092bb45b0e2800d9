using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>What has to be known of the relations of a plan to count the rows that its scans read.</summary>
internal sealed record PlannedRelations(IReadOnlyDictionary<RelationName, RelationSize> Sizes, IReadOnlyDictionary<RelationName, IndexFacts> Indexes)
{
    /// <summary>Asks for tables that are read whole under a filter and for indexes with a filter behind them; nothing where there are none.</summary>
    public static async Task<PlannedRelations> ReadAsync(NpgsqlConnection connection, PlanNode plan, CancellationToken cancellationToken)
    {
        var filtered = plan.All().Where(node => node is { Relation: not null, Filter: not null }).ToList();
        var whole = filtered.Where(node => !node.HasIndexCondition).Select(node => node.Relation!).Distinct().ToList();
        var indexed = filtered.Where(node => node is { HasIndexCondition: true, Index: not null }).Select(node => node.Index!).Distinct().ToList();
        return new PlannedRelations(
            await RelationSizes.ReadAsync(connection, whole, cancellationToken).ConfigureAwait(false),
            await IndexFacts.ReadAsync(connection, indexed, cancellationToken).ConfigureAwait(false));
    }
}
