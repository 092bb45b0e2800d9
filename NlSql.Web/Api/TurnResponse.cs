using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;

namespace NlSql.Web.Api;

/// <summary>
/// Answers a request with what a turn came to: its events one by one when the client accepts them, a document or a problem at the end
/// otherwise.
/// </summary>
internal sealed class TurnResponse(IResultStore results)
{
    /// <summary>Rows given with an answer; pages give the others that are kept, an export gives all.</summary>
    private const int FirstRows = 1000;

    public Task<IResult> DraftAsync(HttpContext context, IAsyncEnumerable<TurnStep> steps, CancellationToken cancellationToken) =>
        RespondAsync(context, steps, (progress, _) => Results.Json(DraftDocument.From(progress), AnswerJson.Options), cancellationToken);

    public Task<IResult> AnswerAsync(HttpContext context, IAsyncEnumerable<TurnStep> steps, CancellationToken cancellationToken) =>
        RespondAsync(
            context,
            steps,
            (progress, page) => progress.Result is { } result && page is not null
                ? Results.Json(AnswerDocument.From(progress, result, page), AnswerJson.Options)
                : Problems.Result(new PipelineFailure(FailureParty.Infrastructure, FailureTypes.Unexpected, "The statement ended without a result.")),
            cancellationToken);

    private async Task<IResult> RespondAsync(
        HttpContext context,
        IAsyncEnumerable<TurnStep> steps,
        Func<TurnProgress, ResultPage?, IResult> document,
        CancellationToken cancellationToken)
    {
        if (EventStream.IsWanted(context))
        {
            return EventStream.Of(context, StreamAsync(steps, cancellationToken));
        }

        var progress = TurnProgress.None;
        ResultPage? page = null;
        await foreach (var step in steps.WithCancellation(cancellationToken))
        {
            progress = step.Progress;
            page = await RowsAsync(step, cancellationToken) ?? page;
        }

        return progress.Failure is { } failure ? Problems.Result(Explain(failure, progress)) : document(progress, page);
    }

    /// <summary>At once: the rows of a conversation that is removed meanwhile go when the turn ends.</summary>
    private async Task<ResultPage?> RowsAsync(TurnStep step, CancellationToken cancellationToken) =>
        step.Event is ResultReady ready ? await results.ReadPageAsync(ready.Result.Id, 0, FirstRows, null, cancellationToken) : null;

    private async IAsyncEnumerable<SseItem<string>> StreamAsync(IAsyncEnumerable<TurnStep> steps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TurnStep? last = null;
        await foreach (var step in steps.WithCancellation(cancellationToken))
        {
            last = step;
            var rows = await RowsAsync(step, cancellationToken);
            yield return Item(step.Event is TurnFailed failed
                ? new EventDocument("failed", Explain(failed.Failure, step.Progress))
                : EventDocument.From(step, rows));
        }

        // A draft ends with its review, which is no end to a program that asked for a draft only.
        if (last is { Event: not (TurnFailed or TurnDone), Progress: var progress })
        {
            yield return Item(EventDocument.From(new TurnStep(new TurnDone(), progress), null));
        }
    }

    private static SseItem<string> Item(EventDocument document) => new(JsonSerializer.Serialize(document.Data, AnswerJson.Options), document.Name);

    /// <summary>A problem with all that was understood up to then.</summary>
    private static Microsoft.AspNetCore.Mvc.ProblemDetails Explain(PipelineFailure failure, TurnProgress progress)
    {
        var problem = Problems.From(failure);
        Problems.Add(problem, "conversationId", progress.ConversationId);
        Problems.Add(problem, "turnId", progress.TurnId);
        Problems.Add(problem, "sql", progress.Statement);
        Problems.Add(problem, "verdict", VerdictDocument.From(progress.Refusal));
        if (progress.Draft is { } draft)
        {
            Problems.Add(problem, "generator", draft.Generator);
            Problems.Add(problem, "understood", draft.Understood);
            Problems.Add(problem, "notUnderstood", draft.NotUnderstood);
            Problems.Add(problem, "notes", progress.Notes);
            Problems.Add(problem, "missing", draft.Declined?.Missing ?? draft.NotUnderstood);
            Problems.Add(problem, "options", draft.Clarify?.Options);
            Problems.Add(problem, "nearest", draft.Declined?.Nearest);
            Problems.Add(problem, "likeliest", draft.Declined?.Likeliest);
            Problems.Add(problem, "example", draft.Declined?.Example);
        }

        return problem;
    }
}
