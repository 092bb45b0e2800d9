using NlSql.Core.Foundation.Caching;

namespace NlSql.Core.Language.Schema.Routes;

/// <summary>Finds the best ways between two tables and remembers them. Safe to ask from several threads.</summary>
internal sealed class RouteFinder(Func<TableNode, IReadOnlyList<KeyEdge>> edgesOf)
{
    private const int MostSteps = 8;

    /// <summary>Ways that cost so much more than the best one are no alternatives to it.</summary>
    private const double Slack = 2.5;

    /// <summary>Partial ways looked at for one question, so that schemas in which everything is joined with everything end too.</summary>
    private const int MostLooks = 20_000;

    private readonly LruCache<(TableNode From, TableNode To, int Count), IReadOnlyList<JoinRoute>> known = new(8192);
    /// <summary>Each holds as many figures as there are tables.</summary>
    private readonly LruCache<TableNode, Dictionary<TableNode, double>> remaining = new(128);

    /// <summary>
    /// The cheapest ways, best first, at most <paramref name="count"/>. No table is met twice and no key walked twice; from a table to itself the ways that
    /// come back to it.
    /// </summary>
    public IReadOnlyList<JoinRoute> Find(TableNode from, TableNode to, int count)
    {
        if (!known.TryGet((from, to, count), out var routes))
        {
            routes = Search(from, to, count);
            known.Set((from, to, count), routes);
        }

        return routes;
    }

    private List<JoinRoute> Search(TableNode from, TableNode to, int count)
    {
        var ahead = Remaining(to);
        var found = new List<JoinRoute>();
        if (!ahead.TryGetValue(from, out var least) || count <= 0)
        {
            return found;
        }

        var bound = (from == to ? 2 : least) + Slack;
        var queue = new PriorityQueue<Way, (double Cost, int Order)>();
        var looks = 0;
        queue.Enqueue(new Way(from, null, null, 0, false, 0), (least, 0));
        while (queue.TryDequeue(out var way, out _))
        {
            if (way.Step is not null && way.At == to)
            {
                found.Add(new JoinRoute(way.Steps(), way.Cost));
                if (found.Count == count)
                {
                    return found;
                }

                continue;
            }

            foreach (var step in way.Length < MostSteps ? Steps(way.At) : [])
            {
                if (looks < MostLooks && way.MayTake(step, to) && ahead.TryGetValue(step.To, out var rest))
                {
                    var next = way.Then(step);
                    if (next.Cost + rest <= bound)
                    {
                        queue.Enqueue(next, (next.Cost + rest, ++looks));
                    }
                }
            }
        }

        return found;
    }

    private IEnumerable<JoinStep> Steps(TableNode table)
    {
        foreach (var edge in edgesOf(table))
        {
            yield return new JoinStep(edge, table, edge.Other(table));
            if (edge.IsSelfReference)
            {
                yield return new JoinStep(edge, table, table) { IsForward = false };
            }
        }
    }

    /// <summary>For every table from which <paramref name="to"/> can be reached: the least that the rest of the way costs.</summary>
    private Dictionary<TableNode, double> Remaining(TableNode to)
    {
        if (remaining.TryGet(to, out var costs))
        {
            return costs;
        }

        costs = new Dictionary<TableNode, double> { [to] = 0 };
        var queue = new PriorityQueue<TableNode, double>();
        queue.Enqueue(to, 0);
        while (queue.TryDequeue(out var table, out var cost))
        {
            if (cost > costs[table])
            {
                continue;
            }

            foreach (var edge in edgesOf(table))
            {
                var before = edge.Other(table);
                var total = cost + StepCost.AtLeast(edge, isForward: before == edge.Many);
                if (!costs.TryGetValue(before, out var better) || total < better)
                {
                    costs[before] = total;
                    queue.Enqueue(before, total);
                }
            }
        }

        remaining.Set(to, costs);
        return costs;
    }

    /// <param name="HasMetOne">A step led from many rows to one.</param>
    private sealed record Way(TableNode At, Way? Before, JoinStep? Step, double Cost, bool HasMetOne, int Length)
    {
        public Way Then(JoinStep step) => new(
            step.To,
            this,
            step,
            Cost + StepCost.AtLeast(step.Edge, step.IsForward) + (StepCost.IsDetour(step, HasMetOne) ? StepCost.Detour : 0),
            HasMetOne || (step.IsToOne && !step.Edge.IsOneToOne),
            Length + 1);

        public bool MayTake(JoinStep step, TableNode end)
        {
            for (var way = this; way is not null; way = way.Before)
            {
                if ((way.At == step.To && !(way.Step is null && step.To == end)) || (way.Step is { } taken && ReferenceEquals(taken.Edge, step.Edge)))
                {
                    return false;
                }
            }

            return true;
        }

        public List<JoinStep> Steps()
        {
            var steps = new List<JoinStep>();
            for (var way = this; way is { Step: { } step }; way = way.Before)
            {
                steps.Add(step);
            }

            steps.Reverse();
            return steps;
        }
    }
}
