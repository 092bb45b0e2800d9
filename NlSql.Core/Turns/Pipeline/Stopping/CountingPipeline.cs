using System.Runtime.CompilerServices;

namespace NlSql.Core.Turns.Pipeline.Stopping;

/// <summary>
/// Counts each half of a turn as work in hand until its last word is recorded and audited, whoever listens: a page's run has no request that the host waits
/// for.
/// </summary>
internal sealed class CountingPipeline(IQuestionPipeline inner, WorkInHand work) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        CountAsync(inner.DraftAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        CountAsync(inner.RunAsync(request, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<PipelineEvent> CountAsync(
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var piece = work.Begin();
        await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }
}
