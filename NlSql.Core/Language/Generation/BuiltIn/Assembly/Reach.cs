using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>How far tables are from each other; remembered while one question is read.</summary>
internal sealed class Reach(SchemaGraph graph)
{
    private readonly Dictionary<(TableNode From, TableNode To), int?> toOne = [];
    private readonly Dictionary<(TableNode From, TableNode To), int?> any = [];

    /// <summary>Keys to follow along which each row meets at most one; null when there is no such way.</summary>
    public int? ToOne(TableNode from, TableNode to)
    {
        if (!toOne.TryGetValue((from, to), out var steps))
        {
            toOne[(from, to)] = steps = graph.ToOneDistance(from, to);
        }

        return steps;
    }

    /// <summary>Keys to follow by any way; null when there is none.</summary>
    public int? Any(TableNode from, TableNode to)
    {
        if (!any.TryGetValue((from, to), out var steps))
        {
            any[(from, to)] = steps = graph.Distance(from, to);
        }

        return steps;
    }

    /// <summary>The tables on the best way, both ends included; empty when there is none.</summary>
    public IEnumerable<TableNode> Way(TableNode from, TableNode to) =>
        graph.Routes(from, to, 1) is [var best, ..] ? best.Steps.Select(s => s.To).Prepend(from) : [];

    public IReadOnlyList<KeyEdge> EdgesOf(TableNode table) => graph.EdgesOf(table);
}
