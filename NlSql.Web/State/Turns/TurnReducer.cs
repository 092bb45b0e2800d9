using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.State.Words;

namespace NlSql.Web.State.Turns;

/// <summary>Pure: what an event makes of a view. The stored turn, read when the stream ends, has the last word.</summary>
public static class TurnReducer
{
    /// <summary>The view after <paramref name="happened"/>.</summary>
    public static TurnView Apply(TurnView view, PipelineEvent happened) => happened switch
    {
        StageStarted started => Begin(view, started),
        SchemaFound found => Ended(view, PipelineStage.Retrieval, found.Duration) with { Tables = [.. found.Schema.Tables.Select(Describe)] },
        ValuesLinked linked => view with { LinkedValues = [.. linked.Links.Select(Describe)] },
        SqlTokenWritten token => view with { Sql = view.Sql + token.Text },
        // What was streamed before a note is void: another generator, or the same one again, writes the statement afresh.
        GeneratorNoted note => view with { Sql = "", Notes = view.Notes.Contains(note.Text) ? view.Notes : [.. view.Notes, note.Text] },
        DraftWritten written => Ended(view, PipelineStage.Generation, written.Duration) with
        {
            Draft = written.Draft,
            Sql = written.Draft.Sql ?? "",
            Status = written.Draft.Sql is null ? TurnStatus.Declined : view.Status,
        },
        VerdictGiven { Verdict: GuardApproval approval } given => Ended(view, PipelineStage.Guarding, given.Duration) with
        {
            Refusal = null,
            ApprovedTables = approval.Sql.Relations.Count,
        },
        VerdictGiven { Verdict: GuardRefusal refusal } given => Ended(view, PipelineStage.Guarding, given.Duration) with { Refusal = refusal, ApprovedTables = null },
        PlanEstimated estimated => Ended(view, PipelineStage.Estimating, estimated.Duration) with { Estimate = estimated.Estimate },
        WaitingForReview waiting => view with { Status = view.Refusal is null ? TurnStatus.WaitingForReview : TurnStatus.Refused },
        RowsCounted counted => view with { RowsSoFar = counted.Rows },
        ResultReady ready => Ended(view, PipelineStage.Execution, ready.Duration) with { Result = ready.Result, RowsSoFar = ready.Result.RowCount },
        ChartChosen chosen => view with { Chart = chosen.Chart },
        AnalysisWritten written => view with { AnalysisText = view.AnalysisText + written.Markdown },
        AnalysisReady ready => Ended(view, PipelineStage.Analysis, ready.Duration) with { Analysis = ready.Analysis, AnalysisText = ready.Analysis.Markdown },
        FollowUpsSuggested suggested => view with { FollowUps = suggested.Questions },
        TurnFailed failed => Fail(view, failed.Failure),
        TurnDone => view.Status == TurnStatus.Running ? view with { Status = TurnStatus.Answered } : view,
        _ => view,
    };

    /// <summary>What has to be drawn again after <paramref name="happened"/>.</summary>
    public static TurnChange ChangeOf(PipelineEvent happened) => happened switch
    {
        SqlTokenWritten => TurnChange.SqlText,
        AnalysisWritten => TurnChange.AnalysisText,
        RowsCounted => TurnChange.RowCount,
        _ => TurnChange.Whole,
    };

    private static TurnView Begin(TurnView view, StageStarted started) => view with
    {
        Stages = [.. view.Stages.Where(line => line.Stage != started.Stage), new StageLine(started.Stage, started.Message, null)],
        // A second attempt (repair) writes its SQL afresh.
        Sql = started.Stage == PipelineStage.Generation ? "" : view.Sql,
        AnalysisText = started.Stage == PipelineStage.Analysis ? "" : view.AnalysisText,
    };

    private static TurnView Ended(TurnView view, PipelineStage stage, TimeSpan duration) => view with
    {
        Stages = [.. view.Stages.Select(line => line.Stage == stage ? line with { Duration = duration } : line)],
    };

    private static TurnView Fail(TurnView view, PipelineFailure failure) => view with
    {
        Failure = failure,
        Status = failure.Type switch
        {
            FailureTypes.NotAnswerable or FailureTypes.ClarificationNeeded => TurnStatus.Declined,
            FailureTypes.SqlRefused or FailureTypes.SqlSyntax when view.Refusal is not null => TurnStatus.Refused,
            FailureTypes.Cancelled => TurnStatus.Stopped,
            _ => TurnStatus.Failed,
        },
    };

    private static TurnTable Describe(RetrievedTable table) => new(table.Table.Name.ToString(), table.Explanation);

    private static string Describe(ValueLink link) => link.Rows is { } rows
        ? $"“{link.Phrase}” is {link.Table}.{link.Column} = '{link.Value}' ({Wording.AboutRows(rows)})"
        : $"“{link.Phrase}” is {link.Table}.{link.Column} = '{link.Value}'";
}
