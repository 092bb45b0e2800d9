using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Finds a breakdown that was asked for and is not in the answer: "total fees by plan", where one sum is all that came of it because the plans are what has
/// the fees.
/// </summary>
internal static class LooseGroups
{
    /// <summary>The things to break down by; null where rows are listed, grouped or put in an order.</summary>
    public static Span? In(QuestionLattice lattice, Answer answer)
    {
        var frames = FrameTables.Frames(answer).ToList();
        if (!frames.TrueForAll(f => f is { By.Count: 0, Order.Count: 0, Rank: null, Show: [Aggregate or RowCount] }))
        {
            return null;
        }

        var place = Enumerable.Range(1, Math.Max(0, lattice.Places.Count - 1)).FirstOrDefault(place =>
            WordTable.English.ClassesOf(lattice.Tokens[lattice.Places[place - 1]].Lower).Contains("by")
            && lattice.Readings[place].Any(r => r.Part is TableName name && name.Tables.Any(t => frames.Exists(f => f.Grain.Table == t.Node))));
        return place > 0 ? new Span(lattice.Places[place], 1) : null;
    }
}
