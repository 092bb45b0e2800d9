using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>A stretch of places that some rule, or the lattice itself, has made something of.</summary>
/// <param name="Score">About 1 a place for words that fit exactly.</param>
internal sealed record Constituent(string Symbol, int First, int End, Part Part, double Score);

/// <summary>
/// Builds all constituents of a question bottom-up, shortest first: islands, as analysts write fragments. Work is bounded: of the constituents of one
/// kind over the same words the best few are kept, and a question too rich is read only in part.
/// </summary>
internal sealed class ChartParser(GrammarTrie grammar)
{
    private const int Beam = 5;
    private const int MostEdges = 40_000;

    /// <summary>Longer constituents than this are not looked for.</summary>
    private const int Longest = 20;

    /// <returns>By the place they start at.</returns>
    public ILookup<int, Constituent> Parse(QuestionLattice lattice, CancellationToken cancellationToken)
    {
        var run = new Run(lattice, grammar);
        run.Parse(cancellationToken);
        return run.Found.ToLookup(c => c.First);
    }

    private sealed class Run(QuestionLattice lattice, GrammarTrie grammar)
    {
        private readonly PriorityQueue<Constituent, (int Length, double Loss, int Order)> agenda = new();
        private readonly Dictionary<(int First, int End, string Symbol), List<Constituent>> accepted = [];
        private readonly List<Constituent>[] startingAt = Lists<Constituent>(lattice.Places.Count + 1);
        private readonly List<Edge>[] endingAt = Lists<Edge>(lattice.Places.Count + 1);
        private int edges;
        private int order;

        public List<Constituent> Found { get; } = [];

        public void Parse(CancellationToken cancellationToken)
        {
            foreach (var reading in lattice.Readings.SelectMany(g => g))
            {
                var at = lattice.TokensOf(reading.First, reading.First + reading.Count);
                Propose(new Constituent(reading.Symbol, reading.First, reading.First + reading.Count, reading.Part with { At = at },
                    reading.Score * reading.Count));
            }

            while (agenda.TryDequeue(out var next, out _) && edges < MostEdges)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!Accept(next))
                {
                    continue;
                }

                Extend(new Edge(grammar.Root, next.First, next.First, null, null, 0, 0), next);
                var waiting = endingAt[next.First];
                for (var i = 0; i < waiting.Count; i++)
                {
                    Extend(waiting[i], next);
                }
            }
        }

        private void Propose(Constituent constituent)
        {
            if (constituent.End > constituent.First && constituent.End - constituent.First <= Longest)
            {
                agenda.Enqueue(constituent, (constituent.End - constituent.First, -constituent.Score, order++));
            }
        }

        private bool Accept(Constituent constituent)
        {
            var key = (constituent.First, constituent.End, constituent.Symbol);
            if (!accepted.TryGetValue(key, out var same))
            {
                accepted[key] = same = [];
            }

            if (same.Count >= Beam)
            {
                return false;
            }

            same.Add(constituent);
            Found.Add(constituent);
            startingAt[constituent.First].Add(constituent);
            return true;
        }

        private void Extend(Edge edge, Constituent next)
        {
            if (!edge.Node.Next.TryGetValue(next.Symbol, out var node) || ++edges >= MostEdges)
            {
                return;
            }

            var longer = new Edge(node, edge.First, next.End, edge, next, edge.Count + 1, edge.Score + next.Score);
            foreach (var (rule, slots) in node.Ends)
            {
                Complete(longer, rule, slots);
            }

            if (node.Next.Count == 0 || longer.End - longer.First >= Longest)
            {
                return;
            }

            endingAt[longer.End].Add(longer);
            var following = startingAt[longer.End];
            for (var i = 0; i < following.Count; i++)
            {
                Extend(longer, following[i]);
            }
        }

        private void Complete(Edge edge, Rule rule, int[] slots)
        {
            var parts = new Part?[rule.Size];
            var at = edge;
            for (var i = edge.Count - 1; i >= 0; i--)
            {
                parts[slots[i]] = at!.Last!.Part;
                at = at.Before;
            }

            if (rule.Build(parts) is { } built)
            {
                var span = lattice.TokensOf(edge.First, edge.End);
                Propose(new Constituent(rule.Left, edge.First, edge.End, built with { At = span }, edge.Score + rule.Weight));
            }
        }

        private static List<T>[] Lists<T>(int count)
        {
            var lists = new List<T>[count];
            for (var i = 0; i < count; i++)
            {
                lists[i] = [];
            }

            return lists;
        }
    }

    /// <summary>The beginning of some rules, read up to <paramref name="End"/>.</summary>
    private sealed record Edge(GrammarTrie.Node Node, int First, int End, Edge? Before, Constituent? Last, int Count, double Score);
}
