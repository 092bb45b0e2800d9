using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>
/// Keeps each turn as it proceeds, so that a killed process loses nothing that was shown. When the state cannot be written the answer goes
/// on: losing the record is better than losing the answer.
/// </summary>
internal sealed class RecordingPipeline(
    IQuestionPipeline inner,
    IConversationStore store,
    IIdentifiers identifiers,
    TimeProvider time,
    ILogger<RecordingPipeline> logger) : IQuestionPipeline
{
    /// <summary>UTF-16 characters of a question that name its conversation.</summary>
    private const int TitleLength = 80;

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

        var opened = OpenAsync(request.TurnId, request.ConversationId, request.Question, request.Origin, cancellationToken);
        var recorder = await opened.ConfigureAwait(false);
        recorder.BeginDraft(request.Question);
        var recorded = request with { TurnId = recorder.Turn.Id, ConversationId = recorder.Turn.ConversationId };
        await foreach (var step in RecordAsync(recorder, inner.DraftAsync(recorded, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return step;
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

        var opened = OpenAsync(request.TurnId, request.ConversationId, request.Question ?? request.Sql, request.Origin, cancellationToken);
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

    private async IAsyncEnumerable<PipelineEvent> RecordAsync(
        TurnRecorder recorder,
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SaveAsync(recorder).ConfigureAwait(false);
        try
        {
            yield return new TurnOpened(recorder.Turn.ConversationId, recorder.Turn.Id);
            await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (recorder.Apply(step))
                {
                    await SaveAsync(recorder).ConfigureAwait(false);
                }

                yield return step is WaitingForReview waiting ? waiting with { Version = recorder.Version } : step;
            }
        }
        finally
        {
            if (recorder.Abandon())
            {
                await SaveAsync(recorder).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The stored turn of that id, or a new one of its conversation.</summary>
    private async Task<TurnRecorder> OpenAsync(string? turnId, string? conversationId, string question, TurnOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            if (turnId is not null && await store.FindTurnAsync(turnId, cancellationToken).ConfigureAwait(false) is { } known)
            {
                return new TurnRecorder(known, time);
            }

            conversationId ??= (await store.CreateAsync(Title(question), cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.TurnNotSaved(error, turnId ?? "(new)");
        }

        var turn = new Turn
        {
            Id = turnId ?? identifiers.Next(),
            ConversationId = conversationId ?? identifiers.Next(),
            Question = Excerpt.Of(question, QuestionCheck.MaxLength),
            AskedAt = time.GetUtcNow(),
            Origin = origin,
        };
        return new TurnRecorder(turn, time);
    }

    /// <summary>A conversation that was removed meanwhile takes nothing any more; the answer goes on to whoever waits for it.</summary>
    private async Task SaveAsync(TurnRecorder recorder)
    {
        try
        {
            // Not the caller's token: what was shown is kept even when the caller has gone.
            if (await store.SaveTurnAsync(recorder.Turn, CancellationToken.None).ConfigureAwait(false) is { } ordinal)
            {
                recorder.PlaceAt(ordinal);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.TurnNotSaved(error, recorder.Turn.Id);
        }
    }

    private static string Title(string question) => Excerpt.Of(question.ReplaceLineEndings(" ").Trim(), TitleLength);
}
