using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>How far tables are from each other; remembered while one question is read.</summary>
internal sealed class Reach(SchemaGraph graph)
{
    private const int LongestCode = 4;
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

    /// <summary>The key by which a column refers to things that have a name; null where it refers to none, and where its own values are names
    /// rather than codes of a few letters.</summary>
    public KeyEdge? Named(ColumnNode column) => !column.IsForeignKey ? null
        : EdgesOf(column.Table).Where(e => e.Many == column.Table && e.ManyColumns is [var only] && only == column
            && e.One.Display.Any(d => d.IsText && !d.IsForeignKey) && (!column.IsText || IsCode(column, e))).ToList() is [var key] ? key : null;

    /// <summary>Letters that stand for something which is called otherwise.</summary>
    private static bool IsCode(ColumnNode column, KeyEdge key) => !key.One.Display.Intersect(key.OneColumns).Any()
        && column.Info.Statistics.Samples is { Count: > 0 } samples && samples.All(s => s.Value.Trim().Length <= LongestCode);

    public IReadOnlyList<KeyEdge> EdgesOf(TableNode table) => graph.EdgesOf(table);
}
