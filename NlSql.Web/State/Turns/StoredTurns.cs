using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.State.Turns;

/// <summary>Between the stored turn and the page's view of it.</summary>
public static class StoredTurns
{
    /// <summary>The view of a stored turn; <paramref name="live"/> adds what is not stored (stages, notes) when it ended just now.</summary>
    public static TurnView ToView(Turn turn, TurnView? live = null)
    {
        var current = turn.Versions.Count == 0 ? null : turn.Versions[^1];
        // A process that ended in the middle leaves a busy status behind: nothing runs any more, so the page must not say so.
        var status = turn.Status is not (TurnStatus.Drafting or TurnStatus.Running) ? turn.Status
            : live is { IsBusy: false } ? live.Status
            : TurnStatus.Stopped;
        return new TurnView
        {
            Id = turn.Id,
            ConversationId = turn.ConversationId,
            Question = turn.Question,
            AskedAt = turn.AskedAt,
            Ordinal = turn.Ordinal,
            Status = status,
            Stages = live?.Stages ?? Stages(turn),
            Tables = turn.Tables.Count > 0 ? turn.Tables : live?.Tables ?? [],
            LinkedValues = live?.LinkedValues ?? [],
            Sql = current?.Sql ?? turn.Draft?.Sql ?? live?.Sql ?? "",
            Draft = turn.Draft ?? live?.Draft,
            Notes = Notes(turn, live),
            Refusal = current?.Refusal,
            Estimate = current?.Estimate ?? live?.Estimate,
            ApprovedTables = live?.ApprovedTables,
            Versions = turn.Versions,
            Result = turn.Result,
            ResultVersion = turn.ResultVersion,
            Chart = turn.Chart,
            AnalysisText = turn.Analysis?.Markdown ?? live?.AnalysisText ?? "",
            Analysis = turn.Analysis,
            FollowUps = turn.FollowUps.Count > 0 ? turn.FollowUps : turn.Analysis?.FollowUps ?? [],
            Failure = turn.Failure ?? (status == live?.Status ? live.Failure : null),
            RowsSoFar = turn.Result?.RowCount ?? 0,
            StartedAt = live?.StartedAt ?? turn.AskedAt,
            StoppedAfter = live?.StoppedAfter,
        };
    }

    // A stored turn keeps how long its stages took, not what they said meanwhile.
    private static IReadOnlyList<StageLine> Stages(Turn turn) =>
    [
        .. Enum.GetValues<PipelineStage>()
            .Where(stage => turn.Timings.ContainsKey(stage.ToString()))
            .Select(stage => new StageLine(stage, "", TimeSpan.FromMilliseconds(turn.Timings[stage.ToString()]))),
    ];

    private static IReadOnlyList<string> Notes(Turn turn, TurnView? live) =>
        [.. (turn.Draft?.Notes ?? []).Concat(live?.Notes ?? []).Distinct(StringComparer.Ordinal)];
}
