using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>"What is the largest vessel and how many voyages did it make": figures of the things that an own column of theirs puts first.</summary>
internal sealed class FiguresOfBest(Scene scene, GroupedFrames grouped)
{
    /// <summary>Null where nothing of the kind is asked.</summary>
    public Answer? Of(Sentence sentence)
    {
        if (sentence is not { Best: { HasOtherEnd: false, IsNth: false, IsOfTotal: false, Of: null } best, By.Count: 0, Limit: null, Orders.Count: 0 }
            || sentence.Shows.OfType<EntityPart>().FirstOrDefault() is not { } thing || Key(best, scene.Table(thing)) is not var (column, isDescending)
            || grouped.Figures(sentence, sentence.Figures, []) is not SingleAnswer { Frame: { By.Count: > 0, Order.Count: 0 } frame }
            || frame.By.OfType<EntityUse>().FirstOrDefault(e => e.Of.Table == column.Table) is not { } of)
        {
            return null;
        }

        // The first may be one that has no rows at all.
        var key = new ColumnUse(column, of.Of) { At = best.At };
        List<Expression> shown = [.. frame.Show.Contains(of) ? [] : (Expression[])[of], .. frame.Show];
        return new SingleAnswer(Ranking.Best(frame with { Show = shown, KeepsEmptyGroups = true }, key, isDescending, best.Count, false, []));
    }

    private (ColumnNode Column, bool IsDescending)? Key(BestPart best, TableNode thing)
    {
        if (best.Key is AttributePart attribute)
        {
            return scene.Column(attribute, thing) is { } own && own.Table == thing ? (own, best.IsDescending) : null;
        }

        if (best is not { Key: null, Degree: { } degree })
        {
            return null;
        }

        var graded = MeasureChoice.Graded(degree, thing, scene).ToList();
        var column = scene.Choices.Pick($"degree {degree.At.First}", degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString());
        return column is null ? null : (column, degree.IsMore == graded.First(g => g.Column == column).IsStraight);
    }
}
