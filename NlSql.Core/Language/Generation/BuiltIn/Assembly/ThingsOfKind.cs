using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// "which tents cost more than 200" where tents are a category: the things that are of the kind, if what else is said is true of them and not of kinds.
/// </summary>
internal sealed class ThingsOfKind(Scene scene, Attachment attachment)
{
    /// <summary>Names the things that are asked for, where only their kind was said.</summary>
    public void Name(Sentence sentence)
    {
        if (sentence is { Shows: [EntityPart { IsByValue: true, Where: [ValuesPart asked] }], Best: null } && Of(asked, sentence.Filters) is { } things)
        {
            sentence.Shows[0] = Thing(things, asked);
        }
        else if (sentence is { Shows.Count: 0, Figures.Count: 0, By.Count: 0, Best: null, Filters: [ValuesPart { Column: null, Of: null } said, ..] }
            && Of(said, [.. sentence.Filters.Skip(1)]) is { } implied)
        {
            sentence.Leave(said);
            sentence.Shows.Add(Thing(implied, said));
        }
    }

    /// <summary>No two rows of the table are called the same.</summary>
    public static bool IsName(ColumnNode column) => column.IsText && (column.Table.Display.Contains(column)
        || (column.Table.Info.RowEstimate is > 1 and var rows && column.Info.Statistics.DistinctCount >= rows));

    private static EntityPart Thing(TableNode table, ValuesPart kind) =>
        new(new TableName([new Candidate<TableNode>(table, 1)]) { At = kind.At }, [kind]) { At = kind.At };

    private TableNode? Of(ValuesPart said, IReadOnlyList<FilterPart> others)
    {
        if (others.Count == 0)
        {
            return null;
        }

        var kinds = said.Values[0].Values.Where(v => IsName(v.Column)).Select(v => v.Column.Table).Distinct().ToList();
        return kinds.SelectMany(kind => scene.Tables.Where(t => t.Info.ViewDefinition is null && scene.Reach.ToOne(t, kind) == 1
                && others.All(o => attachment.Carries(t, o)) && !others.All(o => attachment.Carries(kind, o))))
            .Distinct().ToList() is [var only] ? only : null;
    }
}
