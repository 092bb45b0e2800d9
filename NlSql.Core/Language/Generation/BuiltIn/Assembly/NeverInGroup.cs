using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// "meters that never took coins" where a meter is only a value that many rows have: groups none of whose rows meets it. The rows that do not meet it
/// would show every meter that did something else once.
/// </summary>
internal sealed class NeverInGroup(Scene scene, FilterAssembly filters, GroupedFrames grouped)
{
    /// <summary>Share of rows: what hardly any row shares with another makes no groups.</summary>
    private const double MostGroups = 0.7;

    /// <summary>Null where nothing of the kind is asked.</summary>
    public Answer? Of(Sentence sentence)
    {
        if (sentence.Shows is not [AttributePart { Owner: null } shown] || sentence.Best is not null || sentence.Limit is not null
            || sentence.Filters.OfType<NotPart>().FirstOrDefault(n => n.IsNever) is not { } never || scene.Column(shown, null) is not { } column
            || column.Table.Key.Contains(column) || column.Info.Statistics.DistinctCount is not { } distinct
            || distinct > MostGroups * column.Table.Info.RowEstimate
            || filters.Of(never.Inner, column.Table, column.Table) is not { } met || met is Exists)
        {
            return null;
        }

        var grain = Scene.Ref(column.Table);
        var use = Scene.Use(column, shown.At);
        var where = grouped.Where(sentence, [.. sentence.Filters.Where(f => f != never)], [], column.Table);
        ListedFrames.Unplaced(sentence, scene);
        return new SingleAnswer(new QueryFrame
        {
            Grain = grain,
            By = [use],
            Show = [use],
            Where = where,
            Having = new Compare(new RowCount(grain, met), Relation.Equal, new NumberConstant(0)) { At = never.At },
        });
    }
}
