using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

internal enum PlaceKind
{
    /// <summary>Has to be understood.</summary>
    Content,

    /// <summary>May stay unread.</summary>
    Filler,
}

/// <summary>All readings of all stretches of a question. Nothing is decided.</summary>
/// <param name="Places">The token that each place of the grammar stands for; articles and closing signs have no place.</param>
/// <param name="Kinds">One for each place.</param>
/// <param name="Readings">By the place they start at.</param>
internal sealed record QuestionLattice(
    IReadOnlyList<Token> Tokens, IReadOnlyList<int> Places, IReadOnlyList<PlaceKind> Kinds, ILookup<int, Reading> Readings)
{
    /// <summary>Without some places; readings that begin there go with them, others close up.</summary>
    public QuestionLattice Without(IReadOnlySet<int> idle)
    {
        if (idle.Count == 0)
        {
            return this;
        }

        var kept = Enumerable.Range(0, Places.Count).Where(p => !idle.Contains(p)).ToList();
        var readings = Readings.SelectMany(r => r).Where(r => !idle.Contains(r.First));
        return new QuestionLattice(
            Tokens, [.. kept.Select(p => Places[p])], [.. kept.Select(p => Kinds[p])],
            readings.Select(r => r with { First = r.First - idle.Count(i => i < r.First) }).ToLookup(r => r.First));
    }

    /// <summary>The tokens from one place to another.</summary>
    public Span TokensOf(int first, int end) => end <= first ? Span.None : new Span(Places[first], Places[end - 1] + 1 - Places[first]);
}
