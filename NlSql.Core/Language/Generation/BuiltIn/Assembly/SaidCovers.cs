using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What was said, in one sentence or in several that each change the one before, and the ways to cover it, best first.</summary>
internal sealed class SaidCovers
{
    private const double ContentWorth = 0.95;
    private const double FillerWorth = 0.35;
    private const double PerConstituent = 0.2;

    /// <summary>What a cover loses for each point that it scores less than the best.</summary>
    private const double BehindBest = 0.1;

    /// <summary>Ways to cover each of two turns that are tried together.</summary>
    private const int Tried = 4;
    private const int Kept = 8;
    private readonly Dictionary<Cover, Worth> worths = new(ReferenceEqualityComparer.Instance);

    private SaidCovers(QuestionLattice lattice, IReadOnlyList<Cover> covers)
    {
        Lattice = lattice;
        Covers = covers;
    }

    public QuestionLattice Lattice { get; }

    public IReadOnlyList<Cover> Covers { get; }

    /// <param name="before">How many tokens were said before.</param>
    /// <exception cref="OperationCanceledException">The caller has lost interest.</exception>
    public static SaidCovers Of(QuestionLattice said, int before, CancellationToken cancellationToken)
    {
        var lattice = before == 0 ? said : said with { Places = [.. said.Places.Select(p => p + before)] };
        if (lattice.Places.Count == 0)
        {
            return new SaidCovers(lattice, [new Cover([], 0, [])]);
        }

        var chart = new ChartParser(EnglishGrammar.Trie).Parse(lattice, cancellationToken);
        return new SaidCovers(lattice, Grammar.Covers.Best(lattice, chart, EnglishGrammar.Clauses, cancellationToken));
    }

    /// <summary>How well the words fit the cover, 0 to 1.</summary>
    public double FitOf(Cover cover) =>
        WorthOf(cover) is { Most: > 0 } worth ? Math.Max(0, (worth.Said / worth.Most) - (BehindBest * worth.Behind)) : 1;

    private Worth WorthOf(Cover cover)
    {
        if (worths.TryGetValue(cover, out var known) || Lattice.Places.Count == 0)
        {
            return known;
        }

        var best = Covers[0].Score;
        var sum = Lattice.Kinds.Sum(k => k == PlaceKind.Content ? ContentWorth : FillerWorth);
        var most = Math.Max(0.5, sum - (PerConstituent * Math.Min(3, cover.Constituents.Count)));
        return new Worth(Math.Clamp(best, 0, most), most, best - cover.Score);
    }

    /// <summary>What is asked for after <paramref name="next"/> has been said too; no covers when it changes nothing that was asked.</summary>
    public SaidCovers Then(SaidCovers next, TurnWords turn)
    {
        var places = Lattice.Places.Count;
        var lattice = new QuestionLattice(
            [.. Lattice.Tokens, .. next.Lattice.Tokens],
            [.. Lattice.Places, .. next.Lattice.Places],
            [.. Lattice.Kinds, .. next.Lattice.Kinds],
            Lattice.Readings);
        var merged = new List<(Cover Cover, Worth Worth)>();
        foreach (var before in Covers.Take(Tried))
        {
            foreach (var now in next.Covers.Take(Tried))
            {
                if (TurnMerge.Of(before.Constituents, now.Constituents, turn) is { } all)
                {
                    var cover = new Cover(all, before.Score + now.Score, [.. before.Unread, .. now.Unread.Select(u => u + places)]);
                    merged.Add((cover, WorthOf(before).And(next.WorthOf(now))));
                }
            }
        }

        var kept = merged.OrderByDescending(m => m.Cover.Score).Take(Kept).ToList();
        var result = new SaidCovers(lattice, [.. kept.Select(k => k.Cover)]);
        foreach (var (cover, worth) in kept)
        {
            result.worths[cover] = worth;
        }

        return result;
    }

    /// <param name="Said">What the words come to.</param>
    /// <param name="Most">What they could have come to.</param>
    /// <param name="Behind">By how much others come to more.</param>
    private readonly record struct Worth(double Said, double Most, double Behind)
    {
        public Worth And(Worth other) => new(Said + other.Said, Most + other.Most, Behind + other.Behind);
    }
}
