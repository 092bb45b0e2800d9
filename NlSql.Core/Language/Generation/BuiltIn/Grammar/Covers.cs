using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>Constituents that do not overlap, in order, and the places that none of them takes.</summary>
/// <param name="Score">Sum over constituents and skips.</param>
/// <param name="Unread">Places that are no fillers and in no constituent.</param>
internal sealed record Cover(IReadOnlyList<Constituent> Constituents, double Score, IReadOnlyList<int> Unread);

/// <summary>Finds the best ways to cover a question with constituents that a sentence may consist of.</summary>
internal static class Covers
{
    private const int Kept = 24;
    private const double PerConstituent = 0.2;
    private const double SkippedFiller = 0.35;
    private const double SkippedContent = -1.2;

    /// <param name="clauses">Symbols that a sentence may consist of.</param>
    public static IReadOnlyList<Cover> Best(
        QuestionLattice lattice, ILookup<int, Constituent> chart, IReadOnlySet<string> clauses, CancellationToken cancellationToken)
    {
        var count = lattice.Places.Count;
        var best = new List<State>[count + 1];
        for (var i = 0; i <= count; i++)
        {
            best[i] = [];
        }

        best[0].Add(new State(null, null, -1, 0));
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Keep(best[i]);
            var isFiller = lattice.Kinds[i] == PlaceKind.Filler;
            foreach (var state in best[i])
            {
                best[i + 1].Add(new State(state, null, isFiller ? -1 : i, state.Score + (isFiller ? SkippedFiller : SkippedContent)));
                foreach (var constituent in chart[i])
                {
                    if (clauses.Contains(constituent.Symbol))
                    {
                        best[constituent.End].Add(new State(state, constituent, -1, state.Score + constituent.Score - PerConstituent));
                    }
                }
            }
        }

        Keep(best[count]);
        return [.. best[count].Select(CoverOf)];
    }

    private static void Keep(List<State> states)
    {
        states.Sort((a, b) => b.Score.CompareTo(a.Score));
        if (states.Count > Kept)
        {
            states.RemoveRange(Kept, states.Count - Kept);
        }
    }

    private static Cover CoverOf(State last)
    {
        var constituents = new List<Constituent>();
        var unread = new List<int>();
        for (var state = last; state is not null; state = state.Before)
        {
            if (state.Last is { } constituent)
            {
                constituents.Add(constituent);
            }
            else if (state.Skipped >= 0)
            {
                unread.Add(state.Skipped);
            }
        }

        constituents.Reverse();
        unread.Reverse();
        return new Cover(constituents, last.Score, unread);
    }

    private sealed record State(State? Before, Constituent? Last, int Skipped, double Score);
}
