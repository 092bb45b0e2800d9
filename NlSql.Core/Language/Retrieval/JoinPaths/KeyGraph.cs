using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval.JoinPaths;

/// <summary>Tables as nodes, foreign keys as edges in both directions.</summary>
internal sealed class KeyGraph
{
    private readonly List<Edge>[] edges;

    private KeyGraph(IReadOnlyList<ForeignKey> keys, List<Edge>[] edges)
    {
        Keys = keys;
        this.edges = edges;
    }

    /// <summary>The declared keys, or the guessed ones when the catalog declares none.</summary>
    public IReadOnlyList<ForeignKey> Keys { get; }

    public static KeyGraph Of(SchemaCatalog catalog, TermAnalyzer analyzer)
    {
        var keys = catalog.ForeignKeys.Count > 0 ? catalog.ForeignKeys : ForeignKeyGuesser.Guess(catalog, analyzer);
        var ordinals = new Dictionary<RelationName, int>();
        for (var t = 0; t < catalog.Tables.Count; t++)
        {
            ordinals.TryAdd(catalog.Tables[t].Name, t);
        }

        var edges = new List<Edge>[catalog.Tables.Count];
        for (var t = 0; t < edges.Length; t++)
        {
            edges[t] = [];
        }

        foreach (var key in keys)
        {
            if (ordinals.TryGetValue(key.From, out var from) && ordinals.TryGetValue(key.To, out var to) && from != to)
            {
                edges[from].Add(new Edge(to, key, IsReference: true));
                edges[to].Add(new Edge(from, key, IsReference: false));
            }
        }

        return new KeyGraph(keys, edges);
    }

    public IReadOnlyList<Edge> From(int table) => edges[table];

    public bool AreJoined(int a, int b) => edges[a].Exists(e => e.Table == b);

    /// <summary>
    /// Tables between <paramref name="sources"/> and <paramref name="target"/> on a shortest path of at most <paramref name="maxEdges"/>
    /// keys, source side first; null when there is no such path. Of equally short ones the path whose tables cost least.
    /// </summary>
    public IReadOnlyList<int>? PathBetween(IReadOnlySet<int> sources, int target, int maxEdges, Func<int, double> cost)
    {
        var reached = new Dictionary<int, (int Previous, double Cost)> { [target] = (-1, 0) };
        var front = new List<int> { target };
        for (var depth = 1; depth <= maxEdges && front.Count > 0; depth++)
        {
            var next = new Dictionary<int, (int Previous, double Cost)>();
            foreach (var table in front)
            {
                foreach (var edge in edges[table])
                {
                    var total = reached[table].Cost + (sources.Contains(edge.Table) ? 0 : cost(edge.Table));
                    if (!reached.ContainsKey(edge.Table) && (!next.TryGetValue(edge.Table, out var known) || total < known.Cost))
                    {
                        next[edge.Table] = (table, total);
                    }
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
                for (var table = reached[ends.MinBy(static e => e.Value.Cost).Key].Previous; table != target && table >= 0; table = reached[table].Previous)
                {
                    path.Add(table);
                }

                return path;
            }

            front = [.. next.Keys];
        }

        return null;
    }

    /// <param name="IsReference">True when the key points from the table it was asked from to <paramref name="Table"/>.</param>
    internal sealed record Edge(int Table, ForeignKey Key, bool IsReference);
}
