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
    /// <summary>The tokens from one place to another.</summary>
    public Span TokensOf(int first, int end) => end <= first ? Span.None : new Span(Places[first], Places[end - 1] + 1 - Places[first]);
}
