using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>One way in which a constituent is put together.</summary>
/// <param name="Left">What it makes.</param>
/// <param name="Right">
/// What it is made of, in order, apart by spaces: constituents (<c>Filter</c>) and classes of cues (<c>between</c>). <c>[be]</c> may be missing,
/// <c>gt|ge</c> is either.
/// </param>
/// <param name="Build">Makes it of the parts, one a place of <paramref name="Right"/>, null where a part is missing; null when they do not go together.</param>
/// <param name="Weight">Added to the score of the parts; what is said plainly is above what may be meant.</param>
/// <param name="Example">A question that it reads; a test asks it.</param>
internal sealed record Rule(string Left, string Right, Func<Part?[], Part?> Build, double Weight = 0, string? Example = null)
{
    /// <summary>Each way to leave out and to choose: the symbols, and which place of <see cref="Right"/> each of them stands for.</summary>
    public IEnumerable<(string[] Symbols, int[] Slots)> Forms()
    {
        var places = Right.Split(' ');
        IEnumerable<(string[] Symbols, int[] Slots)> forms = [([], [])];
        for (var i = 0; i < places.Length; i++)
        {
            var slot = i;
            var isOptional = places[i][0] == '[';
            var choices = places[i].Trim('[', ']').Split('|');
            forms = [.. forms.SelectMany(f => choices.Select(c => (Symbols: (string[])[.. f.Symbols, c], Slots: (int[])[.. f.Slots, slot]))
                .Concat(isOptional ? [f] : []))];
        }

        return forms.Where(f => f.Symbols.Length > 0);
    }

    /// <summary>How many places <see cref="Right"/> has.</summary>
    public int Size { get; } = Right.Split(' ').Length;
}
