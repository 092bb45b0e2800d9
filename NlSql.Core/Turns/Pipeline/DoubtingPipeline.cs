using System.Runtime.CompilerServices;
using NlSql.Core.Turns.Pipeline.Databases;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>A question is the first to notice that the database has gone; this passes it on to what watches the database.</summary>
internal sealed class DoubtingPipeline(IQuestionPipeline inner, IAnalyticsDatabases databases) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        WatchAsync(inner.DraftAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        WatchAsync(inner.RunAsync(request, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<PipelineEvent> WatchAsync(
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (step is TurnFailed { Failure: var failure } && AnalyticsDatabase.IsGone(failure))
            {
                databases.Default.Doubt();
            }

            yield return step;
        }
    }
}
