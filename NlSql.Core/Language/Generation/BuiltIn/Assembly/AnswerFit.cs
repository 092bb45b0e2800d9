using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Whether an answer tells what the question opens with: how many, when, who.</summary>
internal static class AnswerFit
{
    public static bool TellsHowMany(Answer? answer) =>
        answer is SingleAnswer { Frame: { By.Count: > 0, Show: [.., RowCount or DistinctCount or Aggregate { Function: Function.Sum }] } } or OneAfterAnother;

    /// <summary>"when was the last order": the day of what is first or last is shown.</summary>
    public static bool TellsWhen(Answer? answer) => answer is SingleAnswer { Frame: { Rank: not null, Order: [{ By: var by }, ..] } frame }
        && frame.Show.Contains(by) && (by as ColumnUse ?? (by as Aggregate)?.Of) is ColumnUse { Column.IsDate: true };

    /// <summary>"who pays the most" is called by no day and no amount, and is no country. True too where "who" was not asked.</summary>
    public static bool TellsWho(Sentence sentence, Answer? answer, Scene scene) => !sentence.Cues.Contains("who")
        || (sentence.Shows is not [AttributePart { Name.Columns: [{ Node: { IsDate: true } or { IsNumeric: true } }, ..] }]
            && (answer is not SingleAnswer { Frame: { By.Count: > 0, By: var groups } } || groups.Any(g => IsOfPeople(g, scene)))
            && (answer is not SingleAnswer { Frame: { By.Count: 0, Show: { Count: > 0 } shown } } || !shown.All(IsNobody)));

    private static bool IsNobody(Expression shown) => shown is ColumnUse { Column: { IsDate: true } or { IsMeasure: true } };

    private static bool IsOfPeople(Expression group, Scene scene) => group switch
    {
        EntityUse entity => IsOfPeople(entity.Of.Table, scene),
        ColumnUse column => IsOfPeople(column.Column.Table, scene) || column.Column.Words.Any(scene.Words.PersonNouns.Contains),
        _ => false,
    };

    private static bool IsOfPeople(TableNode table, Scene scene) =>
        scene.IsOfPeople(table) || table.Words.Any(w => scene.Words.PersonThings.Contains(w) || scene.Doers.Contains(w));
}
