namespace NlSql.Core.Language.Schema;

/// <summary>Tables and the keys between them.</summary>
internal sealed class TableGraph
{
    private readonly Dictionary<TableNode, List<KeyEdge>> edges = [];

    public TableGraph(IEnumerable<TableNode> tables, IEnumerable<KeyEdge> joins)
    {
        foreach (var table in tables)
        {
            edges[table] = [];
        }

        foreach (var join in joins)
        {
            edges[join.Many].Add(join);
            if (join.One != join.Many)
            {
                edges[join.One].Add(join);
            }
        }
    }

    public IReadOnlyList<KeyEdge> EdgesOf(TableNode table) => edges[table];

    /// <summary>
    /// The cheapest way from any of <paramref name="from"/> to <paramref name="to"/>, in walking order; null when there is none,
    /// empty when <paramref name="to"/> is among them. Several keys between the same two tables: <paramref name="preference"/> decides.
    /// </summary>
    public IReadOnlyList<JoinStep>? Path(IReadOnlyCollection<TableNode> from, TableNode to, Func<KeyEdge, double>? preference = null)
    {
        if (from.Contains(to))
        {
            return [];
        }

        var best = new Dictionary<TableNode, (double Cost, JoinStep? Step)>();
        var queue = new PriorityQueue<TableNode, double>();
        foreach (var table in from)
        {
            best[table] = (0, null);
            queue.Enqueue(table, 0);
        }

        while (queue.TryDequeue(out var table, out var cost))
        {
            if (table == to)
            {
                return Walk(best, to);
            }

            if (cost > best[table].Cost)
            {
                continue;
            }

            foreach (var edge in edges[table])
            {
                var next = edge.Other(table);
                // A preference shortens a step but never below zero: a negative step would make a cycle that has no end.
                var total = cost + Math.Max(0.01, 1 + Surcharge(edge, table) - (preference?.Invoke(edge) ?? 0));
                if (next != table && (!best.TryGetValue(next, out var known) || total < known.Cost - 1e-9))
                {
                    best[next] = (total, new JoinStep(edge, table, next));
                    queue.Enqueue(next, total);
                }
            }
        }

        return null;
    }

    public int? Distance(TableNode a, TableNode b) => Path([a], b)?.Count;

    /// <summary>Steps from <paramref name="from"/> to <paramref name="to"/> along keys of which each meets at most one row; null when some step would
    /// multiply rows.</summary>
    public int? ToOneDistance(TableNode from, TableNode to)
    {
        var reached = new HashSet<TableNode> { from };
        List<TableNode> front = [from];
        for (var steps = 0; front.Count > 0; steps++)
        {
            if (front.Contains(to))
            {
                return steps;
            }

            front = [.. front.SelectMany(t => edges[t].Where(e => e.IsToOne(t)).Select(e => e.Other(t))).Where(reached.Add)];
        }

        return null;
    }

    /// <summary>Breaks ties: declared before guessed, to one row before to many, keys that are always filled before those that may be empty.</summary>
    private static double Surcharge(KeyEdge edge, TableNode from) =>
        (edge.IsDeclared ? 0 : 0.05) + (edge.IsToOne(from) ? 0 : 0.02) + (edge.ManyColumns.Any(c => c.Info.IsNullable) ? 0.01 : 0);

    private static List<JoinStep> Walk(Dictionary<TableNode, (double Cost, JoinStep? Step)> best, TableNode to)
    {
        var steps = new List<JoinStep>();
        for (var step = best[to].Step; step is not null; step = best[step.From].Step)
        {
            steps.Add(step);
        }

        steps.Reverse();
        return steps;
    }
}

/// <summary>One join on the way from a table to another.</summary>
internal sealed record JoinStep(KeyEdge Edge, TableNode From, TableNode To)
{
    public bool IsToOne => Edge.IsToOne(From);
}
