using System.Text.Json;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Execution;

/// <summary>
/// Reads <c>EXPLAIN (FORMAT JSON, VERBOSE)</c>: <c>[{"Plan": {"Node Type": "Limit", "Total Cost": 1.5, "Plan Rows": 10, "Plans": [...]}}]</c>,
/// where a scan carries <c>"Schema"</c> and <c>"Relation Name"</c>.
/// </summary>
internal static class PlanReader
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>The plan must be that of the wrapped statement: its root is our LIMIT, whose child tells the rows there would be without it.</summary>
    public static PlanEstimate Read(string json, double maxCost)
    {
        using var document = JsonDocument.Parse(json, Deep);
        var root = document.RootElement[0].GetProperty("Plan");
        var cost = root.GetProperty("Total Cost").GetDouble();
        var whole = root.GetProperty("Node Type").GetString() is "Limit" && root.TryGetProperty("Plans", out var children) ? children[0] : root;
        var scans = new List<PlannedScan>();
        Collect(root, scans);
        return new PlanEstimate(
            whole.GetProperty("Plan Rows").GetDouble(),
            cost,
            [.. scans.GroupBy(s => s.Relation, StringComparer.Ordinal).Select(g => new PlannedScan(g.Key, g.Sum(s => s.Rows)))],
            cost > maxCost);
    }

    private static void Collect(JsonElement node, List<PlannedScan> scans)
    {
        if (node.TryGetProperty("Relation Name", out var relation))
        {
            var schema = node.TryGetProperty("Schema", out var value) ? value.GetString() ?? string.Empty : string.Empty;
            scans.Add(new PlannedScan(new RelationName(schema, relation.GetString() ?? string.Empty).ToString(), node.GetProperty("Plan Rows").GetDouble()));
        }

        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var child in children.EnumerateArray())
            {
                Collect(child, scans);
            }
        }
    }
}
