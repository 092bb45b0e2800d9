using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Databases;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// A question is the first to notice that the database has gone, or that its definitions are others than those it was judged by; this passes it on
/// to what watches the database.
/// </summary>
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
            if (step is TurnFailed { Failure: var failure } && (AnalyticsDatabase.IsGone(failure) || IsNameless(failure)))
            {
                databases.Default.Doubt();
            }

            if (step is TurnFailed { Failure.Type: FailureTypes.SchemaChanged })
            {
                // So that the same statement, sent again, is judged by what holds now.
                await databases.Default.RefreshAsync(forceRebuild: false, cancellationToken).ConfigureAwait(false);
            }

            yield return step;
        }
    }

    /// <summary>A statement that the guard found in order names what the database does not know: it was renamed or dropped since the schema was read.</summary>
    private static bool IsNameless(PipelineFailure failure) =>
        failure is { Party: FailureParty.Database, SqlState: PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedTable };
}
