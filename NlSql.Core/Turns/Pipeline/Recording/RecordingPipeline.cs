using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Generation;
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
    PresentGenerationSettings settings,
    IAnalyticsDatabases databases,
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
            var (recorder, keeping) = await opened.ConfigureAwait(false);
            recorder.BeginDraft(request.Question);
            var witness = new DraftWitness(settings.Read(), time);
            var recorded = request with
            {
                TurnId = recorder.Turn.Id,
                ConversationId = recorder.Turn.ConversationId,
                IsFirst = keeping.IsFirst,
                Witness = witness,
            };
            var events = inner.DraftAsync(recorded, cancellationToken);
            var recording = RecordAsync(recorder, keeping, witness, request.IsUnseen, events, cancellationToken);
            await foreach (var step in recording.ConfigureAwait(false))
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
            var (recorder, keeping) = request.Drafted as TurnInHand
                ?? await OpenAsync(
                    turnId,
                    request.TurnId is not null,
                    request.ConversationId,
                    request.Question ?? request.Sql,
                    request.Origin,
                    request.Analyst,
                    cancellationToken).ConfigureAwait(false);
            recorder.BeginRun(request.Sql, request.Origin);
            var recorded = request with
            {
                TurnId = recorder.Turn.Id,
                ConversationId = recorder.Turn.ConversationId,
                Question = request.Question ?? recorder.Turn.Question,
            };
            var events = inner.RunAsync(recorded, cancellationToken);
            var recording = RecordAsync(recorder, keeping, witness: null, request.IsUnseen, events, cancellationToken);
            await foreach (var step in recording.ConfigureAwait(false))
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

    /// <param name="witness">Of a draft half, whose trace is kept with its end; null for a run.</param>
    private async IAsyncEnumerable<PipelineEvent> RecordAsync(
        TurnRecorder recorder,
        TurnKeeping keeping,
        DraftWitness? witness,
        bool isUnseen,
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = keeping.Waited;
        Save(recorder.Turn);
        try
        {
            // Its place is given at its first save, and what came before it is read by that.
            if (!(isUnseen && keeping.IsFirst))
            {
                await keeping.WaitAsync().ConfigureAwait(false);
            }

            yield return new TurnOpened(recorder.Turn.ConversationId, recorder.Turn.Id);
            await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                keeping.IsAtDatabase |= step is DraftWritten or VerdictGiven or ResultReady;
                if (recorder.Apply(step))
                {
                    // What goes on is written while it goes on; only its end is waited for, which is all that a caller takes for kept.
                    Save(step is WaitingForReview or TurnFailed ? recorder.Turn with { Trace = witness?.Trace } : recorder.Turn);
                }

                var isReview = step is WaitingForReview;
                if (step is TurnFailed or TurnDone || (isReview && !isUnseen))
                {
                    await keeping.WaitAsync().ConfigureAwait(false);
                }

                if (isReview || step is TurnFailed or TurnDone)
                {
                    yield return new TurnRecorded { Duration = keeping.Waited - before };
                }

                yield return step is WaitingForReview waiting ? waiting with { Version = recorder.Version, Drafted = new TurnInHand(recorder, keeping) } : step;
            }
        }
        finally
        {
            if (recorder.Abandon())
            {
                keeping.Save(Placed(recorder.Turn with { Trace = witness?.Trace }));
            }

            if (!isUnseen || recorder.Turn.Status != TurnStatus.WaitingForReview)
            {
                await keeping.WaitAsync().ConfigureAwait(false);
            }

            if (keeping.IsGone && recorder.Turn.Result is { } orphan)
            {
                Forget(orphan.Id);
            }
        }

        void Save(Turn turn)
        {
            if (isUnseen)
            {
                keeping.SaveSoon(Placed(turn));
            }
            else
            {
                keeping.Save(Placed(turn));
            }
        }

        // A turn that came to no database says nothing of where its conversation belongs.
        Turn Placed(Turn turn) => turn with { Database = keeping.IsAtDatabase ? databases.Default.Identity : null };
    }

    /// <summary>The stored turn of that id, or a new one: of its conversation, or of one that begins with it.</summary>
    private async Task<TurnInHand> OpenAsync(
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
                return new(new TurnRecorder(known, time), new TurnKeeping(store, null, time, logger));
            }
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
        return new(new TurnRecorder(turn, time), new TurnKeeping(store, conversationId is null ? ConversationTitle.Of(question) : null, time, logger));
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
