using Microsoft.AspNetCore.Http.HttpResults;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>What was asked before.</summary>
internal static class ConversationsApi
{
    private const int MostListed = 500;

    public static IEndpointRouteBuilder MapConversationsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversations", async (IConversationStore store, CancellationToken cancellationToken, int limit = 50) =>
                TypedResults.Json(await store.ListAsync(Math.Clamp(limit, 1, MostListed), cancellationToken), AnswerJson.Options))
            .Describe<IReadOnlyList<ConversationSummary>>("Conversations", "Conversations, the newest first.");
        routes.MapGet("/api/conversations/{id}", FindAsync).Describe<Conversation>("Conversations", "A conversation with its turns.");
        routes.MapDelete("/api/conversations/{id}", DeleteAsync)
            .WithTags("Conversations")
            .WithSummary("Removes a conversation with its turns; what still runs in it is not kept.");
        return routes;
    }

    private static async Task<JsonHttpResult<Conversation>> FindAsync(string id, IConversationStore store, CancellationToken cancellationToken) =>
        TypedResults.Json(await store.FindAsync(id, cancellationToken) ?? throw Missing(id), AnswerJson.Options);

    private static async Task<NoContent> DeleteAsync(string id, IConversationStore store, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(id, cancellationToken) ?? throw Missing(id);
        await store.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static PipelineFailureException Missing(string id) =>
        new(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"There is no conversation '{id}'."));
}
