using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Notes how each use of the state ends, and turns its errors into failures that say what to do.</summary>
internal sealed class WatchedConversationStore(SqliteConversationStore inner, WorkspaceFile file, StateHealth health, ILogger<WatchedConversationStore> logger)
    : IConversationStore
{
    /// <inheritdoc />
    public Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.ListAsync(analyst, limit, cancellationToken), isWrite: false);

    /// <inheritdoc />
    public Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.FindAsync(id, analyst, cancellationToken), isWrite: false);

    /// <inheritdoc />
    public Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.CreateAsync(title, analyst, cancellationToken), isWrite: true);

    /// <inheritdoc />
    public Task<IReadOnlyList<Turn>> ReadBeforeAsync(string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.ReadBeforeAsync(conversationId, turnId, analyst, count, cancellationToken), isWrite: false);

    /// <inheritdoc />
    public Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.SaveTurnAsync(turn, cancellationToken), isWrite: true);

    /// <inheritdoc />
    public Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.FindTurnAsync(turnId, cancellationToken), isWrite: false);

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.DeleteAsync(id, analyst, cancellationToken), isWrite: true);

    /// <inheritdoc />
    public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.ShareAsync(id, analyst, isShared, cancellationToken), isWrite: true);

    /// <inheritdoc />
    public Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.MayReadResultAsync(resultId, analyst, cancellationToken), isWrite: false);

    private async Task<T> WatchAsync<T>(Func<Task<T>> use, bool isWrite)
    {
        try
        {
            var result = await use().ConfigureAwait(false);
            if (isWrite && health.Failure is not null)
            {
                // Reading works on a full disk too.
                health.Note(null);
            }

            return result;
        }
        catch (Exception error) when (StateHealth.Describe(error, file.Path) is { } failure)
        {
            if (health.Failure?.Message != failure.Message)
            {
                logger.StateUnusable(failure.Message, failure.Advice);
            }

            health.Note(failure);
            throw new PipelineFailureException(failure, error);
        }
    }
}
