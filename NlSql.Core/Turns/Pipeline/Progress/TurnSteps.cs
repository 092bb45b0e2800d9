using System.Runtime.CompilerServices;

namespace NlSql.Core.Turns.Pipeline.Progress;

/// <param name="Event">What happened.</param>
/// <param name="Progress">What the turn has come to with it.</param>
public sealed record TurnStep(PipelineEvent Event, TurnProgress Progress);

/// <summary>Streams of events together with what they come to.</summary>
public static class TurnSteps
{
    /// <summary>Passes <paramref name="events"/> on, each with the state after it.</summary>
    /// <param name="events">One half of a turn.</param>
    /// <param name="begun">The state that <see cref="TurnProgress.BeginDraft"/> or <see cref="TurnProgress.BeginRun"/> gave.</param>
    public static async IAsyncEnumerable<TurnStep> FollowAsync(
        this IAsyncEnumerable<PipelineEvent> events,
        TurnProgress begun,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = begun;
        await foreach (var happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            progress = progress.After(happened);
            yield return new TurnStep(happened, progress);
        }
    }

    /// <summary>
    /// Both halves of a turn in one stream, for callers whose call is the consent to run: the second half follows only when the guard
    /// approved the draft.
    /// </summary>
    public static async IAsyncEnumerable<TurnStep> AnswerAsync(
        this IQuestionPipeline pipeline,
        DraftRequest request,
        bool analyze,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = TurnProgress.None.BeginDraft();
        ITurnInHand? drafted = null;
        await foreach (var step in pipeline.DraftAsync(request, cancellationToken).FollowAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            progress = step.Progress;
            drafted = (step.Event as WaitingForReview)?.Drafted ?? drafted;
            yield return step;
        }

        if (progress.Failure is not null || progress.Approved is null || progress.Statement is not { } statement)
        {
            yield break;
        }

        // The text that was drafted, not the guard's print of it: it is judged again anyway, and a record shows what people read.
        var run = new RunRequest(statement, progress.TurnId)
        {
            Question = request.Question,
            Analyze = analyze,
            Record = request.Record,
            Origin = request.Origin,
            Analyst = request.Analyst,
            IsUnseen = request.IsUnseen,
            Drafted = drafted,
        };
        await foreach (var step in pipeline.RunAsync(run, cancellationToken).FollowAsync(progress.BeginRun(statement), cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }
}
