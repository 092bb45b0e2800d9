using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>Adds the tables that lie between the chosen ones, so that what is returned can be joined.</summary>
internal sealed class JoinCompletion(SchemaGraph graph)
{
    private const int MaxEdges = 4;

    /// <summary>
    /// Connects the first <paramref name="anchors"/> of <paramref name="ranked"/>, best first, each to those before it by a shortest
    /// path. Returns the bridges with the two tables they were needed for.
    /// </summary>
    public IReadOnlyList<Bridge> Complete(IReadOnlyList<RankedTable> ranked, int anchors)
    {
        var bridges = new List<Bridge>();
        var connected = new HashSet<int>();
        var rank = new Dictionary<int, int>();
        for (var i = 0; i < ranked.Count; i++)
        {
            rank[ranked[i].Table] = i;
        }

        // Of equally short paths the one over tables that the question is nearer to.
        double Cost(int table) => 1 + (rank.TryGetValue(table, out var place) ? place / (double)ranked.Count : 1);

        for (var i = 0; i < Math.Min(anchors, ranked.Count); i++)
        {
            var table = ranked[i].Table;
            if (connected.Count > 0 && !connected.Contains(table) && Between(connected, table, Cost) is { } path)
            {
                foreach (var between in path)
                {
                    if (connected.Add(between))
                    {
                        bridges.Add(new Bridge(between, table));
                    }
                }
            }

            connected.Add(table);
        }

        return bridges;
    }

    /// <summary>
    /// Tables between <paramref name="sources"/> and <paramref name="target"/> on a shortest path, source side first; null when there is none, or when it is
    /// long. Of equally short ones the path whose tables cost least.
    /// </summary>
    private List<int>? Between(HashSet<int> sources, int target, Func<int, double> cost)
    {
        var reached = new Dictionary<int, (int Previous, double Cost)> { [target] = (-1, 0) };
        List<int> front = [target];
        for (var depth = 1; depth <= MaxEdges && front.Count > 0; depth++)
        {
            var next = new Dictionary<int, (int Previous, double Cost)>();
            foreach (var (table, other) in front.SelectMany(t => Neighbours(t).Select(n => (t, n))).Where(s => !reached.ContainsKey(s.n)))
            {
                var total = reached[table].Cost + (sources.Contains(other) ? 0 : cost(other));
                if (!next.TryGetValue(other, out var known) || total < known.Cost)
                {
                    next[other] = (table, total);
                }
            }

            foreach (var (table, step) in next)
            {
                reached[table] = step;
            }

            var ends = next.Where(n => sources.Contains(n.Key)).ToList();
            if (ends.Count > 0)
            {
                var path = new List<int>();
                for (var table = ends.MinBy(e => e.Value.Cost).Value.Previous; table != target; table = reached[table].Previous)
                {
                    path.Add(table);
                }

                return path;
            }

            front = [.. next.Keys];
        }

        return null;
    }

    private IEnumerable<int> Neighbours(int table)
    {
        var node = graph.Tables[table];
        return graph.EdgesOf(node).Where(e => !e.IsSelfReference).Select(e => e.Other(node).Place);
    }
}

/// <param name="For">The table that it connects with the better ones.</param>
internal readonly record struct Bridge(int Table, int For);
