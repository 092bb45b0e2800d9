using System.Runtime.CompilerServices;

namespace NlSql.Core.Turns.Pipeline.Stopping;

/// <summary>
/// Ends a turn with <see cref="WorkInHand.Failure"/> when the process goes down: its caller, who did not cancel anything, gets an answer instead of a
/// broken connection, and its record says that it was stopped.
/// </summary>
internal sealed class StoppingPipeline(IQuestionPipeline inner, WorkInHand work) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        WatchAsync(token => inner.DraftAsync(request, token), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        WatchAsync(token => inner.RunAsync(request, token), cancellationToken);

    private async IAsyncEnumerable<PipelineEvent> WatchAsync(
        Func<CancellationToken, IAsyncEnumerable<PipelineEvent>> begin,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, work.Stopping);
        var events = begin(either.Token).GetAsyncEnumerator(either.Token);
        await using var disposal = events.ConfigureAwait(false);
        while (true)
        {
            PipelineEvent current;
            try
            {
                either.Token.ThrowIfCancellationRequested();
                if (!await events.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }

                current = events.Current;
            }
            catch (OperationCanceledException) when (work.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                current = new TurnFailed(WorkInHand.Failure);
            }

            yield return current;
            if (current is TurnFailed)
            {
                yield break;
            }
        }
    }
}
