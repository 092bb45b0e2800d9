using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Memory;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>Keeps what a person made of a draft and ran: the next question like it is answered so.</summary>
internal sealed class RememberingPipeline(
    IQuestionPipeline inner,
    IConversationStore turns,
    IVerifiedPairs pairs,
    IAnalyticsDatabases databases,
    IOptions<MemoryOptions> options,
    ILogger<RememberingPipeline> logger) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        inner.DraftAsync(request, cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in inner.RunAsync(request, cancellationToken).ConfigureAwait(false))
        {
            // What a program sends is no correction, and its turn need not be read for that.
            if (step is TurnDone && request is { Record: true, TurnId: { } turnId, Origin: not TurnOrigin.Api } && options.Value.IsOn)
            {
                await RememberAsync(turnId, request, cancellationToken).ConfigureAwait(false);
            }

            yield return step;
        }
    }

    /// <summary>
    /// The run is over and has to say so, whatever happens here. A stop ends the wait for a database; what only takes the state file its moment is not given up
    /// because the caller has gone.
    /// </summary>
    private async Task RememberAsync(string turnId, RunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (await turns.FindTurnAsync(turnId, CancellationToken.None).ConfigureAwait(false) is not { } turn || !IsCorrection(turn, request))
            {
                return;
            }

            var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
            var pair = new VerifiedPair(
                "", turn.Question, request.Sql, database.Catalog.DatabaseId, request.Analyst, IsShared: false, PairKind.Edited, default);
            await pairs.KeepAsync(pair, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var reason = (error as PipelineFailureException)?.Failure.Message ?? (error is OperationCanceledException ? "The request was stopped." : null);
            logger.PairNotKept(reason is null ? error : null, turnId, reason ?? "Nobody expected this fault.");
        }
    }

    /// <summary>
    /// A generator was asked, and a person ran something else than it ever wrote in this turn. Only first questions: what follows one means something in its
    /// conversation only.
    /// </summary>
    private static bool IsCorrection(Turn turn, RunRequest request) =>
        turn is { Ordinal: 0, Draft: { Generator: not GeneratorNames.Analyst } draft }
        && (draft.Sql is null || !VerifiedPair.IsSame(draft.Sql, request.Sql))
        && !turn.Versions.Any(version =>
            version.Author is not (GeneratorNames.Analyst or GeneratorNames.Caller) && VerifiedPair.IsSame(version.Sql, request.Sql));
}
