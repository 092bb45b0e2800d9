using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.Api;

/// <summary>Answers a request with what a turn came to: its events one by one when the client accepts them, a document or a problem at the end otherwise.</summary>
internal sealed class TurnResponse(IResultStore results)
{
    /// <summary>Rows given with an answer; pages give the others that are kept, an export gives all.</summary>
    private const int FirstRows = 1000;

    private const string EventStream = "text/event-stream";

    public Task<IResult> DraftAsync(HttpContext context, TurnOutcome outcome, IAsyncEnumerable<PipelineEvent> events, CancellationToken cancellationToken) =>
        RespondAsync(context, outcome, events, () => Task.FromResult(Results.Json(DraftDocument.From(outcome), AnswerJson.Options)), cancellationToken);

    public Task<IResult> AnswerAsync(HttpContext context, TurnOutcome outcome, IAsyncEnumerable<PipelineEvent> events, CancellationToken cancellationToken) =>
        RespondAsync(
            context,
            outcome,
            events,
            async () =>
            {
                if (outcome.Result is not { } result)
                {
                    return Problems.Result(new PipelineFailure(FailureParty.Infrastructure, FailureTypes.Unexpected, "The statement ended without a result."));
                }

                var page = await results.ReadPageAsync(result.Id, 0, FirstRows, null, cancellationToken);
                return Results.Json(AnswerDocument.From(outcome, result, page), AnswerJson.Options);
            },
            cancellationToken);

    private async Task<IResult> RespondAsync(HttpContext context, TurnOutcome outcome, IAsyncEnumerable<PipelineEvent> events, Func<Task<IResult>> document, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.ServerSentEvents(StreamAsync(outcome, events, cancellationToken));
        }

        await foreach (var _ in events.WithCancellation(cancellationToken))
        {
            // The outcome takes what it needs as the events pass by.
        }

        return outcome.Failure is { } failure ? Problems.Result(Explain(failure, outcome)) : await document();
    }

    private async IAsyncEnumerable<SseItem<string>> StreamAsync(TurnOutcome outcome, IAsyncEnumerable<PipelineEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PipelineEvent? last = null;
        await foreach (var item in events.WithCancellation(cancellationToken))
        {
            last = item;
            var rows = item is ResultReady ready ? await results.ReadPageAsync(ready.Result.Id, 0, FirstRows, null, cancellationToken) : null;
            yield return Item(item is TurnFailed failed
                ? new EventDocument("failed", Explain(failed.Failure, outcome))
                : EventDocument.From(item, rows));
        }

        // A declined or refused draft ends its stream without an event that says so: a program needs one.
        if (last is not (TurnFailed or TurnDone))
        {
            yield return Item(outcome.Failure is { } failure ? new EventDocument("failed", Explain(failure, outcome)) : EventDocument.From(new TurnDone(), null));
        }
    }

    private static SseItem<string> Item(EventDocument document) => new(JsonSerializer.Serialize(document.Data, AnswerJson.Options), document.Name);

    /// <summary>A problem with all that was understood up to then.</summary>
    private static Microsoft.AspNetCore.Mvc.ProblemDetails Explain(PipelineFailure failure, TurnOutcome outcome)
    {
        var problem = Problems.From(failure);
        Problems.Add(problem, "conversationId", outcome.ConversationId);
        Problems.Add(problem, "turnId", outcome.TurnId);
        Problems.Add(problem, "sql", outcome.Approved?.Text ?? outcome.Draft?.Sql);
        Problems.Add(problem, "verdict", outcome.Verdict is GuardRefusal ? VerdictDocument.From(outcome.Verdict) : null);
        if (outcome.Draft is { } draft)
        {
            Problems.Add(problem, "generator", draft.Generator);
            Problems.Add(problem, "understood", draft.Understood);
            Problems.Add(problem, "missing", draft.Declined?.Missing ?? draft.NotUnderstood);
            Problems.Add(problem, "options", draft.Clarify?.Options);
        }

        return problem;
    }
}
