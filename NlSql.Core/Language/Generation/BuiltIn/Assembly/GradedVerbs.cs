using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Columns that a verb or an adjective speaks of: "how much does it weigh".</summary>
internal static class GradedVerbs
{
    /// <summary>The column of the thing that the verb of the sentence speaks of; null when there is no such verb or no such column.</summary>
    public static ColumnNode? Column(Sentence sentence, TableNode head, Scene scene)
    {
        var column = sentence.Graded is { } verb
            ? scene.Choices.Pick($"verb {verb.At.First}", verb.At, MeasureChoice.Graded(verb, head, scene).Select(g => (g.Column, g.Score)), c => c.ToString())
            : null;
        sentence.IsGradedShown |= column is not null;
        return column;
    }

    /// <summary>What an adjective or a verb speaks of when the thing itself has no such column.</summary>
    public static (OperandPart Key, bool IsStraight)? Near(Lattice.DegreeWord degree, TableNode head, Scene scene)
    {
        var graded = MeasureChoice.GradedNear(degree, head, scene).ToList();
        if (scene.Choices.Pick($"degree {degree.At.First}", degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString(),
            c => Math.Min(1, 0.35 + graded.First(g => g.Column == c).Score) * scene.Close(c.Table, head)) is not { } column)
        {
            return null;
        }

        var part = new AttributePart(new Lattice.ColumnName([new Lattice.Candidate<ColumnNode>(column, 1)]) { At = degree.At }) { At = degree.At };
        return (part, graded.First(g => g.Column == column).IsStraight);
    }
}
