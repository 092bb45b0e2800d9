using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What is shown of the rows of a list: themselves, columns of theirs, and whom they refer to.</summary>
internal sealed class ShownParts(Scene scene, FigureAssembly figures)
{
    /// <summary>Null where one of the things that are asked for cannot be shown beside the rows; empty never.</summary>
    /// <param name="head">Whose rows are listed.</param>
    public List<Expression>? Of(Sentence sentence, TableNode head)
    {
        var isPlain = !sentence.Cues.Contains("which") && !sentence.Cues.Contains("who") && sentence.Best is null && sentence.Limit is null;
        IEnumerable<Expression> graded = GradedVerbs.Column(sentence, head, scene) is { } speaks ? [Scene.Use(speaks, sentence.Graded!.At)] : [];
        if (sentence.Shows.Count == 0)
        {
            return [new EntityUse(Scene.Ref(head), isPlain), .. graded];
        }

        if (sentence is { Best: null, Limit: null, Shows: [EntityPart { Name.Role: null } who] } && sentence.Cues.Contains("who")
            && scene.PersonOf(head) is { } person)
        {
            return [new EntityUse(scene.RefFrom(head, person, who.At)) { At = who.At }];
        }

        var parts = sentence.Shows.SelectMany(s => s is AttributePart name && name.Owner?.Name.Role is null ? scene.Names(name, head) : [s]);
        var shown = parts.Select(s => s switch
        {
            EntityPart { Name.Role: { IsSelfReference: true } role } other when role.Many == head && (other.IsOf || other != sentence.Shows[0]) =>
                new EntityUse(new EntityRef(head, role)) { At = s.At },
            AttributePart { Owner.Name.Role: { IsSelfReference: true } role } theirs when role.Many == head && scene.Column(theirs, head) is { } column =>
                head.Display.Contains(column) ? new EntityUse(new EntityRef(head, role)) { At = s.At } : scene.UseFrom(head, column, s.At, role),
            EntityPart entity => scene.Table(entity) is var table && (table == head || scene.Reach.Any(head, table) is not null)
                ? new EntityUse(scene.RefFrom(head, table, s.At, table == head ? null : entity.Name.Role), isPlain && sentence.Shows.Count == 1) { At = s.At }
                : null,
            AttributePart attribute => scene.Column(attribute, head) is { } column && scene.Reach.ToOne(head, column.Table) is not null
                ? Scene.Use(column, s.At) : null,
            DurationPart or StretchPart or ArithmeticPart => figures.Row(s, head),
            _ => (Expression?)null,
        }).ToList();
        return shown.Contains(null) ? null : [.. shown.OfType<Expression>(), .. graded];
    }
}
