using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;

namespace NlSql.Core.Turns.Answers;

/// <summary>A <see cref="PipelineEvent"/> as programs receive it: a name that does not change and data as JSON.</summary>
/// <param name="Name">For instance <c>sql-token</c>.</param>
public sealed record EventDocument(string Name, object Data)
{
    /// <param name="step">The event, and what the turn has come to with it.</param>
    /// <param name="rows">First rows of the result, for <see cref="ResultReady"/>; null when there are none to give.</param>
    public static EventDocument From(TurnStep step, ResultPage? rows) => step.Event switch
    {
        TurnOpened opened => new("turn", new { opened.ConversationId, opened.TurnId }),
        StageStarted started => new("stage", new { started.Stage, started.Message }),
        SchemaFound => new("schema", new
        {
            Tables = step.Progress.Tables.Select(table => new TableReason(table.Name, table.Why)),
            Ms = Milliseconds(step.Event),
        }),
        ValuesLinked linked => new("values", new { Values = linked.Links }),
        SqlTokenWritten token => new("sql-token", new { token.Text }),
        GeneratorNoted noted => new("note", new { noted.Text }),
        DraftWritten written => new("draft", new { written.Draft, Changes = DraftChange.Of(written.Draft), Ms = Milliseconds(step.Event) }),
        VerdictGiven given => new("verdict", new
        {
            Verdict = VerdictDocument.From(given.Verdict),
            ExecutedSql = step.Progress.Approved?.Text,
            Ms = Milliseconds(step.Event),
        }),
        StatementLinted linted => new("warnings", new { linted.Warnings }),
        PlanEstimated estimated => new("estimate", new { estimated.Estimate, Ms = Milliseconds(step.Event) }),
        WaitingForReview waiting => new("review", new { waiting.TurnId, waiting.Version }),
        RowsCounted counted => new("rows", new { counted.Rows }),
        ResultReady ready => new("result", new
        {
            ResultId = ready.Result.Id,
            Sql = step.Progress.Statement ?? ready.Result.Sql,
            ExecutedSql = ready.Result.Sql,
            Columns = ColumnDocument.From(ready.Result.Columns),
            Rows = new RowSet(ready.Result.Columns, rows?.Rows ?? []),
            ready.Result.RowCount,
            ready.Result.Truncated,
            ready.Result.CutCells,
            ready.Result.Partial,
            Ms = Milliseconds(step.Event),
        }),
        EmptyResultExplained explained => new("empty", explained.Emptiness),
        ChartChosen chosen => new("chart", new { chosen.Chart }),
        AnalysisWritten written => new("analysis-text", new { written.Markdown }),
        AnalysisReady ready => new("analysis", new { ready.Analysis, Ms = Milliseconds(step.Event) }),
        FollowUpsSuggested suggested => new("follow-ups", new { suggested.Questions }),
        TurnRecorded => new("recorded", new { Ms = Milliseconds(step.Event) }),
        TurnFailed failed => new("failed", failed.Failure),
        TurnDone => new("done", new { }),
        _ => new("event", new { }),
    };

    private static double Milliseconds(PipelineEvent ended) => Math.Round(ended.Duration.TotalMilliseconds, 3);
}
