using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// Turns exceptions into <see cref="TurnFailed"/>: failures that a stage named as they are, anything else as unexpected with an id under
/// which the log has the details. The enumerator is driven by hand because C# has no <c>yield</c> inside try/catch.
/// </summary>
internal sealed class FailureReportingPipeline(IQuestionPipeline inner, IIdentifiers identifiers, ILogger<FailureReportingPipeline> logger) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        ReportAsync(inner.DraftAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        ReportAsync(inner.RunAsync(request, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<PipelineEvent> ReportAsync(
        IAsyncEnumerable<PipelineEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = events.GetAsyncEnumerator(cancellationToken);
        await using var disposal = enumerator.ConfigureAwait(false);
        while (true)
        {
            PipelineEvent current;
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }

                current = enumerator.Current;
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                current = new TurnFailed(Describe(error));
            }

            yield return current;
            if (current is TurnFailed)
            {
                yield break;
            }
        }
    }

    private PipelineFailure Describe(Exception error)
    {
        if (error is PipelineFailureException { Failure: var failure })
        {
            logger.StageFailed(failure.Party, failure.Type);
            return failure;
        }

        if (FullDisk.IsSaidBy(error))
        {
            logger.StageFailed(FailureParty.Infrastructure, FailureTypes.DiskFull);
            return new(
                FailureParty.Infrastructure,
                FailureTypes.DiskFull,
                "The disk is full: neither DATA_PATH nor the temporary folder has room for the rows.",
                "Make room on it, or ask for fewer rows.",
                IsTransient: true);
        }

        var id = identifiers.Next();
        logger.Unexpected(error, id);
        return new(
            FailureParty.Infrastructure,
            FailureTypes.Unexpected,
            "Something went wrong inside NlSql.",
            $"The log has the details under {id}.")
        {
            CorrelationId = id,
        };
    }
}
