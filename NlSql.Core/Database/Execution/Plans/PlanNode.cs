using System.Text.Json;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>
/// One node of <c>EXPLAIN (FORMAT JSON, VERBOSE)</c>: <c>{"Node Type": "Seq Scan", "Schema": "sales", "Relation Name": "orders", "Plan Rows": 10,
/// "Filter": "...", "Plans": [...]}</c>. <see cref="Rows"/> are those that leave the node, for one run of it by one process.
/// </summary>
internal sealed record PlanNode
{
    public required string Type { get; init; }

    public double Rows { get; init; }

    /// <summary>Planner's cost before the first row, in its own unit.</summary>
    public double StartupCost { get; init; }

    /// <summary>Planner's cost of all rows, in its own unit.</summary>
    public double TotalCost { get; init; }

    /// <summary>True when the processes of a parallel plan share the node's rows.</summary>
    public bool IsParallelAware { get; init; }

    /// <summary>What it is to its parent: <c>Outer</c>, <c>Inner</c>, <c>Member</c>, <c>Subquery</c>, <c>InitPlan</c> or <c>SubPlan</c>.</summary>
    public string Relationship { get; init; } = string.Empty;

    /// <summary><c>SubPlan 1</c>, as expressions of the parent name it.</summary>
    public string? SubplanName { get; init; }

    /// <summary>The relation that it scans; null for other nodes.</summary>
    public RelationName? Relation { get; init; }

    /// <summary>How an aggregate or set operation works: <c>Sorted</c>, <c>Hashed</c>, <c>Plain</c>, <c>Mixed</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary>Workers beside the leader, for a Gather.</summary>
    public int Workers { get; init; }

    /// <summary>True for a Gather whose one worker does everything.</summary>
    public bool IsSingleCopy { get; init; }

    /// <summary>The condition that rows are dropped by after they were read.</summary>
    public string? Filter { get; init; }

    /// <summary>The index that it reads; null for other nodes, and for a bitmap's, which say their rows themselves.</summary>
    public RelationName? Index { get; init; }

    /// <summary>True when an index is asked for part of its rows only.</summary>
    public bool HasIndexCondition { get; init; }

    /// <summary>Expressions that are computed for rows that leave the node.</summary>
    public string Expressions { get; init; } = string.Empty;

    public IReadOnlyList<PlanNode> Children { get; init; } = [];

    /// <summary>Throws <see cref="KeyNotFoundException"/> or <see cref="InvalidOperationException"/> for what is no plan.</summary>
    public static PlanNode Read(JsonElement node) => new()
    {
        Type = node.GetProperty("Node Type").GetString() ?? string.Empty,
        Rows = node.GetProperty("Plan Rows").GetDouble(),
        StartupCost = node.GetProperty("Startup Cost").GetDouble(),
        TotalCost = node.GetProperty("Total Cost").GetDouble(),
        IsParallelAware = Flag(node, "Parallel Aware"),
        Relationship = Text(node, "Parent Relationship") ?? string.Empty,
        SubplanName = Text(node, "Subplan Name"),
        Relation = Name(node, "Relation Name"),
        Index = node.TryGetProperty("Relation Name", out _) ? Name(node, "Index Name") : null,
        Strategy = Text(node, "Strategy"),
        Workers = node.TryGetProperty("Workers Planned", out var workers) ? workers.GetInt32() : 0,
        IsSingleCopy = Flag(node, "Single Copy"),
        Filter = Text(node, "Filter"),
        HasIndexCondition = node.TryGetProperty("Index Cond", out _),
        Expressions = node.TryGetProperty("Output", out var output) ? string.Join(' ', output.EnumerateArray().Select(item => item.GetString())) : string.Empty,
        Children = node.TryGetProperty("Plans", out var children) ? [.. children.EnumerateArray().Select(Read)] : [],
    };

    /// <summary>The child that stands in <paramref name="relationship"/> to it; null when there is none.</summary>
    public PlanNode? Child(string relationship) => Children.FirstOrDefault(child => child.Relationship == relationship);

    /// <summary>This node and all below it.</summary>
    public IEnumerable<PlanNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    private static RelationName? Name(JsonElement node, string property) =>
        Text(node, property) is { } name ? new RelationName(Text(node, "Schema") ?? string.Empty, name) : null;

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement node, string name) => node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
