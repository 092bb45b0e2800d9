using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>The conversation or turn that a request goes on with has to be there: a misspelt id must not quietly begin another.</summary>
internal sealed class NamedTurn(IConversationStore store, IAnalyst analyst)
{
    /// <summary>Who makes the request.</summary>
    public string Analyst => analyst.Name;

    /// <summary>
    /// The turn; null stands for a new one, in the ids too. Throws <see cref="PipelineFailureException"/> (<c>id-malformed</c>, <c>not-found</c>,
    /// <c>ids-disagree</c>).
    /// </summary>
    public async Task<Turn?> EnsureAsync(string? conversationId, string? turnId, CancellationToken cancellationToken)
    {
        if (Given(conversationId, "conversationId") && !await IsOwnAsync(conversationId!, cancellationToken))
        {
            throw Missing("conversation", conversationId!);
        }

        if (!Given(turnId, "turnId"))
        {
            return null;
        }

        var turn = await store.FindTurnAsync(turnId!, cancellationToken) ?? throw Missing("turn", turnId!);
        if (!await IsOwnAsync(turn.ConversationId, cancellationToken))
        {
            throw Missing("turn", turnId!);
        }

        if (conversationId is not null && turn.ConversationId != conversationId)
        {
            throw new PipelineFailureException(new(
                FailureParty.Caller,
                FailureTypes.IdsDisagree,
                $"The turn '{turnId}' does not belong to the conversation '{conversationId}'.",
                "Send both ids of one answer, or turnId alone."));
        }

        return turn;
    }

    /// <summary>A conversation that somebody else shares may be read, and no more.</summary>
    private async Task<bool> IsOwnAsync(string conversationId, CancellationToken cancellationToken) =>
        (await store.FindAsync(conversationId, analyst.Name, cancellationToken))?.IsOf(analyst.Name) == true;

    private static bool Given(string? id, string name) => id is not null && (IdentifierShape.Fits(id) ? true : throw new PipelineFailureException(new(
        FailureParty.Caller,
        FailureTypes.IdMalformed,
        $"{name} is not an id that NlSql gave.",
        $"Send the 32 hexadecimal digits of an earlier answer, or leave {name} out.")));

    /// <summary>The same for what is not there and what is another's: who guesses ids learns nothing.</summary>
    internal static PipelineFailureException Missing(string what, string id) => new(new(
        FailureParty.Caller, FailureTypes.NotFound, $"There is no {what} '{id}'.", "It may have been removed; leave the id out to begin anew."));
}
