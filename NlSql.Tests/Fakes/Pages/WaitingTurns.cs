using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A turn as the page shows it when its draft has passed and waits to be run.</summary>
internal static class WaitingTurns
{
    public static TurnView Of(string sql, params LintWarning[] warnings) => new()
    {
        Id = "t1",
        ConversationId = "c1",
        Question = "How many orders?",
        AskedAt = DateTimeOffset.UnixEpoch,
        Progress = TurnProgress.None.BeginDraft()
            .After(new DraftWritten(new SqlDraft { Sql = sql, Generator = GeneratorNames.BuiltIn }))
            .After(new VerdictGiven(new GuardApproval(new ApprovedSql(sql, []))))
            .After(new StatementLinted(warnings))
            .After(new WaitingForReview("t1", 1)),
    };
}
