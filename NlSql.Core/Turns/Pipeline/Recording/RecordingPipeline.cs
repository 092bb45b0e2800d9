using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>
/// Keeps each turn as it proceeds, so that a killed process loses no turn that has come to its end or to a person. When the state cannot be written the
/// answer goes on: losing the record is better than losing the answer.
/// </summary>
internal sealed class RecordingPipeline(
    IQuestionPipeline inner,
    IConversationStore store,
    IResultStore results,
    IIdentifiers identifiers,
    TimeProvider time,
    ILogger<RecordingPipeline> logger) : IQuestionPipeline
{
    /// <summary>Turns that somebody works on: a second half beside the first would write its own versions over the other's.</summary>
    private readonly ConcurrentDictionary<string, byte> inHand = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!request.Record)
        {
            await foreach (var step in inner.DraftAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }

            yield break;
        }

        var turnId = request.TurnId ?? identifiers.Next();
        if (!inHand.TryAdd(turnId, 0))
        {
            yield return new TurnFailed(Busy);
            yield break;
        }

        try
        {
            var isKnown = request.TurnId is not null;
            var opened = OpenAsync(turnId, isKnown, request.ConversationId, request.Question, request.Origin, request.Analyst, cancellationToken);
            var recorder = await opened.ConfigureAwait(false);
            recorder.BeginDraft(request.Question);
            var recorded = request with { TurnId = recorder.Turn.Id, ConversationId = recorder.Turn.ConversationId };
            await foreach (var step in RecordAsync(recorder, inner.DraftAsync(recorded, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }
        }
        finally
        {
            inHand.TryRemove(turnId, out _);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!request.Record)
        {
            await foreach (var step in inner.RunAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }

            yield break;
        }

        var turnId = request.TurnId ?? identifiers.Next();
        if (!inHand.TryAdd(turnId, 0))
        {
            yield return new TurnFailed(Busy);
            yield break;
        }

        try
        {
            var question = request.Question ?? request.Sql;
            var opened = OpenAsync(turnId, request.TurnId is not null, request.ConversationId, question, request.Origin, request.Analyst, cancellationToken);
            var recorder = await opened.ConfigureAwait(false);
            recorder.BeginRun(request.Sql, request.Origin);
            var recorded = request with
            {
                TurnId = recorder.Turn.Id,
                ConversationId = recorder.Turn.ConversationId,
                Question = request.Question ?? recorder.Turn.Question,
            };
            await foreach (var step in RecordAsync(recorder, inner.RunAsync(recorded, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }
        }
        finally
        {
            inHand.TryRemove(turnId, out _);
        }
    }

    private static PipelineFailure Busy { get; } = new(
        FailureParty.Caller,
        FailureTypes.TurnBusy,
        "This turn is being drafted or run already.",
        "Wait until it has ended or stop it, then send the request again; leave turnId out to begin another turn.",
        IsTransient: true);

    private async IAsyncEnumerable<PipelineEvent> RecordAsync(
        TurnRecorder recorder,
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isKept = await SaveAsync(recorder, recorder.Turn).ConfigureAwait(false);

        // What goes on is written while it goes on; only its end is waited for, which is all that a caller takes for kept.
        var writing = Task.FromResult(isKept);
        try
        {
            yield return new TurnOpened(recorder.Turn.ConversationId, recorder.Turn.Id);
            await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (recorder.Apply(step))
                {
                    isKept = await writing.ConfigureAwait(false);
                    writing = SaveAsync(null, recorder.Turn);
                    isKept = step is WaitingForReview or TurnFailed or TurnDone ? await writing.ConfigureAwait(false) : isKept;
                }

                yield return step is WaitingForReview waiting ? waiting with { Version = recorder.Version } : step;
            }
        }
        finally
        {
            isKept = await writing.ConfigureAwait(false);
            if (recorder.Abandon())
            {
                isKept = await SaveAsync(null, recorder.Turn).ConfigureAwait(false);
            }

            if (!isKept && recorder.Turn.Result is { } orphan)
            {
                Forget(orphan.Id);
            }
        }
    }

    /// <summary>The stored turn of that id, or a new one of its conversation.</summary>
    private async Task<TurnRecorder> OpenAsync(
        string turnId,
        bool isKnown,
        string? conversationId,
        string question,
        TurnOrigin origin,
        string analyst,
        CancellationToken cancellationToken)
    {
        try
        {
            if (isKnown && await store.FindTurnAsync(turnId, cancellationToken).ConfigureAwait(false) is { } known)
            {
                return new TurnRecorder(known, time);
            }

            conversationId ??= (await store.CreateAsync(ConversationTitle.Of(question), analyst, cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.TurnNotSaved(error is PipelineFailureException ? null : error, turnId);
        }

        var turn = new Turn
        {
            Id = turnId,
            ConversationId = conversationId ?? identifiers.Next(),
            Question = Excerpt.Of(question, QuestionCheck.MaxLength),
            AskedAt = time.GetUtcNow(),
            Origin = origin,
            Analyst = analyst,
        };
        return new TurnRecorder(turn, time);
    }

    /// <summary>
    /// False for a conversation that was removed meanwhile: it takes nothing any more, while the answer goes on to whoever waits for it.
    /// </summary>
    /// <param name="recorder">Told the place that the turn is given, at its first save.</param>
    private async Task<bool> SaveAsync(TurnRecorder? recorder, Turn turn)
    {
        try
        {
            // Not the caller's token: what was shown is kept even when the caller has gone.
            if (await store.SaveTurnAsync(turn, CancellationToken.None).ConfigureAwait(false) is not { } ordinal)
            {
                return false;
            }

            recorder?.PlaceAt(ordinal);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.TurnNotSaved(error is PipelineFailureException ? null : error, turn.Id);
        }

        return true;
    }

    /// <summary>Rows of a run that outlived its conversation would belong to nobody.</summary>
    private void Forget(string resultId)
    {
        try
        {
            results.Delete(resultId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.RowsNotRemoved(error, resultId);
        }
    }
}
