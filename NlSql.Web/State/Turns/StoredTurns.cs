using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.State.Turns;

/// <summary>Between the stored turn and the page's view of it.</summary>
public static class StoredTurns
{
    /// <summary>The view of a stored turn; <paramref name="live"/> adds what is not stored (messages of stages, notes, values) when it ended just
    /// now.</summary>
    public static TurnView ToView(Turn turn, TurnView? live = null) => new()
    {
        Id = turn.Id,
        ConversationId = turn.ConversationId,
        Question = turn.Question,
        AskedAt = turn.AskedAt,
        Ordinal = turn.Ordinal,
        Origin = turn.Origin,
        Progress = Progress(turn, live?.Progress),
        Versions = turn.Versions,
        ResultVersion = turn.ResultVersion,
        StartedAt = live?.StartedAt ?? turn.AskedAt,
        StoppedAfter = live?.StoppedAfter ?? turn.StoppedAfter,
    };

    private static TurnProgress Progress(Turn turn, TurnProgress? live)
    {
        var stored = TurnProgress.Of(turn);
        if (live is null)
        {
            // Whether a busy turn's process is still there to finish it, the store has judged.
            return stored;
        }

        // What was turned away before anything was recorded is known here alone.
        var isUnrecorded = live is { IsBusy: false, Failure: not null } && stored.Failure is null;
        var status = isUnrecorded ? live.Status : !stored.IsBusy ? stored.Status : live.IsBusy ? TurnStatus.Stopped : live.Status;
        return stored with
        {
            Status = status,
            Failure = stored.Failure ?? (status == live.Status ? live.Failure : null),
            Stages = live.Stages,
            Tables = stored.Tables.Count > 0 ? stored.Tables : live.Tables,
            Values = live.Values,
            Sql = stored.Statement ?? live.Sql,
            Draft = stored.Draft ?? live.Draft,
            Notes = [.. stored.Notes.Union(live.Notes, StringComparer.Ordinal)],
            Verdict = stored.Verdict ?? live.Verdict as GuardApproval,
            Estimate = stored.Estimate ?? live.Estimate,
            AnalysisText = stored.Analysis is null ? live.AnalysisText : stored.AnalysisText,
        };
    }
}
