using System.Runtime.CompilerServices;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// A conversation goes on with the database that it was asked of and no other: its questions and statements would be read against other data, and its
/// results stand beside each other. Before anything is recorded: what is turned away leaves the conversation as it was.
/// </summary>
internal sealed class BelongingPipeline(IQuestionPipeline inner, AskedDatabases asked, ConnectedDatabase connected) : IQuestionPipeline
{
    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken) =>
        CheckAsync(request.ConversationId, request.TurnId, inner.DraftAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var events = inner.RunAsync(request, cancellationToken);
        return request.Drafted is null ? CheckAsync(request.ConversationId, request.TurnId, events, cancellationToken) : events;
    }

    private async IAsyncEnumerable<PipelineEvent> CheckAsync(
        string? conversationId, string? turnId, IAsyncEnumerable<PipelineEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Find(conversationId, turnId) is { } database && !await connected.IsAsync(database, cancellationToken).ConfigureAwait(false))
        {
            yield return new TurnFailed(connected.Elsewhere(database));
            yield break;
        }

        await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }

    /// <summary>None also when the state cannot be read: a question is answered without its record rather than not at all.</summary>
    private AskedDatabase? Find(string? conversationId, string? turnId)
    {
        try
        {
            return (conversationId is null ? null : asked.OfConversation(conversationId)) ?? (turnId is null ? null : asked.OfTurn(turnId));
        }
        catch (PipelineFailureException)
        {
            return null;
        }
    }
}
