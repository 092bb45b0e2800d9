using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Things that are listed by a condition on their figures.</summary>
internal sealed partial class ListedFrames
{
    private Answer? Having(Sentence sentence, ComparePart having, OperandPart figure)
    {
        var frame = grouped.ByFigure(sentence, sentence.Shows, figure, (expression, f) =>
            GroupBounds.Of(having.Right, expression) is { } bound
                ? f with { Having = new Compare(expression, having.Relation, bound) { At = having.At } }
                : null, having);
        Unplaced(sentence);
        return frame is null ? null : new SingleAnswer(frame);
    }

    /// <summary>"which customers have more than 5 orders, and how many": the number is shown.</summary>
    private Answer? HavingMany(Sentence sentence, ExistsPart many)
    {
        if (sentence.AlsoCounts is { Of: { } counted } && scene.Table(counted) != scene.Table(many.Related))
        {
            return null;
        }

        var frame = grouped.ByFigure(sentence, sentence.Shows, new CountPart(many.Related) { At = many.At }, (count, f) => f with
        {
            Having = GroupBounds.Of(many, count),
        }, many);
        Unplaced(sentence);
        return frame is null ? null : new SingleAnswer(frame);
    }

    /// <summary>"how many countries have more than 5 customers" where the country is a column of customers.</summary>
    public Answer? CountOfGroups(Sentence sentence, AttributePart attribute)
    {
        if (sentence.Filters.OfType<ExistsPart>().FirstOrDefault(e => e.Count is not null) is not { } many || !IsGroupOf(attribute, scene.Table(many.Related)))
        {
            return null;
        }

        sentence.Shows.Add(attribute);
        return HavingRows(sentence, many) is SingleAnswer single ? new GroupCount(single.Frame) : null;
    }

    /// <summary>"how many customers spent more than 1000".</summary>
    public Answer? CountOfTotals(Sentence sentence, EntityPart things)
    {
        if (sentence.By.Count > 0 || totals.Of(sentence.Filters, scene.Table(things), [things]) is not var (part, total))
        {
            return null;
        }

        sentence.Shows.Add(things);
        return Having(sentence, part, total) is SingleAnswer single ? new GroupCount(single.Frame) : null;
    }

    /// <summary>What groups with a condition of their own have no place for.</summary>
    private void Unplaced(Sentence sentence) => Unplaced(sentence, scene);

    public static void Unplaced(Sentence sentence, Scene scene) => scene.Lost.AddRange(
        sentence.By.Select(b => b.At).Concat(sentence.Orders.Select(o => o.At)).Concat(sentence.Best is { } best ? [best.At] : [])
            .Concat(sentence.Limit is { } limit ? [limit.At] : []));

    /// <summary>"countries with more than 5 customers" where the country is a column of customers.</summary>
    private Answer? HavingRows(Sentence sentence, ExistsPart many)
    {
        var grain = scene.Table(many.Related);
        var by = sentence.Shows.Select(s => figures.Dimension(s, grain)).OfType<Expression>().ToList();
        var where = grouped.Where(sentence, [.. sentence.Filters.Where(f => f != many)], [many.Related], grain);
        var count = new RowCount(Scene.Ref(grain)) { At = many.At };
        var having = GroupBounds.Of(many, count);
        Unplaced(sentence);
        return new SingleAnswer(new QueryFrame { Grain = Scene.Ref(grain), By = by, Show = [.. by, count], Where = where, Having = having });
    }
}
