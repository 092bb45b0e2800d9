using NlSql.Core.Language.Retrieval.JoinPaths;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>Adds the tables that lie between the chosen ones, so that what is returned can be joined.</summary>
internal sealed class JoinCompletion(KeyGraph joins)
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
            if (connected.Count > 0 && !connected.Contains(table) && joins.PathBetween(connected, table, MaxEdges, Cost) is { } path)
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
}

/// <param name="For">The table that it connects with the better ones.</param>
internal readonly record struct Bridge(int Table, int For);
