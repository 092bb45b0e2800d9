using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>"Which supplier has the cheapest product": of the extreme row what it belongs to is shown.</summary>
internal sealed class OwnersOfExtremes(Scene scene, FilterAssembly filters, Attachment attachment)
{
    /// <summary>Null where a thing that is asked for has several such rows together, or the rows have no such column.</summary>
    public Answer? Of(Sentence sentence, BestPart best, EntityPart extreme, IReadOnlyList<OperandPart> within)
    {
        var head = scene.Table(extreme);
        var shown = sentence.Shows.Select(s => Shown(s, head)).ToList();
        if (within.Count > 0 || best.HasOtherEnd || shown.Contains(null) || Key(best, head) is not var (column, isDescending))
        {
            return null;
        }

        scene.Lost.AddRange(sentence.Orders.Where(o => !Restated.IsIn(o, best)).Select(o => o.At));
        scene.Lost.AddRange(sentence.Limit is { } limit ? [limit.At] : []);
        var where = filters.All(
            [
                .. sentence.Shows.Append(extreme).SelectMany(s => PartWalk.Conditions(s, scene)),
                .. attachment.Attach(sentence.Filters, head),
            ],
            head);
        IEnumerable<Expression> graded = GradedVerbs.Column(sentence, head, scene) is { } speaks ? [Scene.Use(speaks, sentence.Graded!.At)] : [];
        var key = Scene.Use(column, best.At);
        var isNamed = sentence.Shows.TrueForAll(s => s is not EntityPart entity || scene.Table(entity) != head);
        var frame = new QueryFrame
        {
            Grain = Scene.Ref(head),
            Show = [.. shown.OfType<Expression>(), .. isNamed ? [new EntityUse(Scene.Ref(head)) { At = extreme.At }] : (Expression[])[], key, .. graded],
            Where = where,
        };
        return new SingleAnswer(Ranking.Best(frame, key, isDescending, best.Count, best.IsNth, []));
    }

    private Expression? Shown(OperandPart part, TableNode head) => part switch
    {
        EntityPart entity when scene.Table(entity) is var table && scene.Reach.ToOne(head, table) is not null =>
            new EntityUse(scene.RefFrom(head, table, part.At, table == head ? null : entity.Name.Role)) { At = part.At },
        AttributePart attribute when scene.Column(attribute, head) is { } column && scene.Reach.ToOne(head, column.Table) is not null =>
            scene.UseFrom(head, column, part.At, attribute.Name.Role),
        _ => null,
    };

    private (ColumnNode Column, bool IsDescending)? Key(BestPart best, TableNode head)
    {
        if (best.Key is AttributePart attribute)
        {
            return scene.Column(attribute, head, c => c.IsKey || c.IsForeignKey ? -0.2 : c.IsText ? -0.3 : 0) is { } own && own.Table == head
                ? (own, best.IsDescending) : null;
        }

        if (best is not { Key: null, Degree: { } degree })
        {
            return null;
        }

        var graded = MeasureChoice.Graded(degree, head, scene).ToList();
        var column = scene.Choices.Pick($"degree {degree.At.First}", degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString());
        scene.Choices.Doubt(Ranking.IsOneOfTwo(column, scene) ? Ranking.OfEither : 1);
        return column is null ? null : (column, degree.IsMore == graded.First(g => g.Column == column).IsStraight);
    }
}
