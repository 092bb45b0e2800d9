using Microsoft.AspNetCore.Http.HttpResults;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>What was asked before: each caller's own, and what others share.</summary>
internal static class ConversationsApi
{
    private const int MostListed = 500;

    public static IEndpointRouteBuilder MapConversationsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversations", async (IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken, int limit = 50) =>
                TypedResults.Json(await store.ListAsync(analyst.Name, Math.Clamp(limit, 1, MostListed), cancellationToken), AnswerJson.Options))
            .Describe<IReadOnlyList<ConversationSummary>>("Conversations", "The caller's own conversations, the newest first.");
        routes.MapGet("/api/conversations/{id}", FindAsync)
            .Describe<Conversation>("Conversations", "A conversation with its turns: an own one, or one that its owner shares.");
        routes.MapPut("/api/conversations/{id}/shared", ShareAsync)
            .WithTags("Conversations")
            .WithSummary("Lets every caller read an own conversation by its id, or ends that.");
        routes.MapDelete("/api/conversations/{id}", DeleteAsync)
            .WithTags("Conversations")
            .WithSummary("Removes an own conversation with its turns; what still runs in it is not kept.");
        return routes;
    }

    private static async Task<JsonHttpResult<Conversation>> FindAsync(
        string id, IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken) =>
        TypedResults.Json(await store.FindAsync(id, analyst.Name, cancellationToken) ?? throw Missing(id), AnswerJson.Options);

    private static async Task<NoContent> ShareAsync(
        string id, ShareRequest request, IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken) =>
        await store.ShareAsync(id, analyst.Name, request.Shared, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static async Task<NoContent> DeleteAsync(string id, IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken) =>
        await store.DeleteAsync(id, analyst.Name, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static PipelineFailureException Missing(string id) =>
        new(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"There is no conversation '{id}'."));
}
