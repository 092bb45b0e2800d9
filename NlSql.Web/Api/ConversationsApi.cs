using Microsoft.AspNetCore.Http.HttpResults;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>What was asked before: each caller's own, and what others share.</summary>
internal static class ConversationsApi
{
    private const int MostListed = 500;

    public static IEndpointRouteBuilder MapConversationsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversations", ListAsync)
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

    private static async Task<JsonHttpResult<IReadOnlyList<ConversationSummary>>> ListAsync(
        IConversationStore store, IAnalyst analyst, ConnectedDatabase connected, CancellationToken cancellationToken, int limit = 50)
    {
        var listed = await store.ListAsync(analyst.Name, Math.Clamp(limit, 1, MostListed), cancellationToken);
        IReadOnlyList<ConversationSummary> marked = [.. listed.Select(one => one with { IsConnected = Whether(one.Database, connected) })];
        return TypedResults.Json(marked, AnswerJson.Options);
    }

    private static async Task<JsonHttpResult<Conversation>> FindAsync(
        string id, IConversationStore store, IAnalyst analyst, ConnectedDatabase connected, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(id, analyst.Name, cancellationToken) ?? throw Missing(id);
        return TypedResults.Json(found with { IsConnected = Whether(found.Database, connected) }, AnswerJson.Options);
    }

    /// <summary>Null where nobody noted which database it was.</summary>
    private static bool? Whether(AskedDatabase? asked, ConnectedDatabase connected) => asked is null ? null : connected.Is(asked);

    private static async Task<NoContent> ShareAsync(
        string id, ShareRequest request, IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken) =>
        await store.ShareAsync(id, analyst.Name, request.Shared, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static async Task<NoContent> DeleteAsync(string id, IConversationStore store, IAnalyst analyst, CancellationToken cancellationToken) =>
        await store.DeleteAsync(id, analyst.Name, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static PipelineFailureException Missing(string id) =>
        new(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"There is no conversation '{id}'."));
}
