using Microsoft.AspNetCore.Http.HttpResults;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace.Memory;

namespace NlSql.Web.Api;

/// <summary>Questions with SQL that people stand for: each caller's own, and what others share.</summary>
internal static class PairsApi
{
    public static IEndpointRouteBuilder MapPairsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/pairs", async (PairBook book, IAnalyst analyst, CancellationToken cancellationToken) =>
                TypedResults.Json(await book.ListAsync(analyst.Name, cancellationToken), AnswerJson.Options))
            .Describe<IReadOnlyList<KeptPair>>("Memory", "Kept questions with their SQL, with what speaks against each today: own ones and shared ones.");
        routes.MapPost("/api/pairs", async (KeepPairRequest request, PairBook book, IAnalyst analyst, CancellationToken cancellationToken) =>
                TypedResults.Json(
                    await book.ApproveAsync(request.Question, request.Sql, request.Shared, analyst.Name, cancellationToken), AnswerJson.Options))
            .Describe<VerifiedPair>("Memory", "Keeps a question with SQL that the caller approves; it has to pass the guard and the planner.");
        routes.MapPut("/api/pairs/{id}/shared", ShareAsync)
            .WithTags("Memory")
            .WithSummary("Lets an own pair serve every caller, or ends that.");
        routes.MapDelete("/api/pairs/{id}", DeleteAsync)
            .WithTags("Memory")
            .WithSummary("Forgets an own pair.");
        return routes;
    }

    private static async Task<NoContent> ShareAsync(string id, ShareRequest request, PairBook book, IAnalyst analyst, CancellationToken cancellationToken) =>
        await book.ShareAsync(id, analyst.Name, request.Shared, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static async Task<NoContent> DeleteAsync(string id, PairBook book, IAnalyst analyst, CancellationToken cancellationToken) =>
        await book.DeleteAsync(id, analyst.Name, cancellationToken) ? TypedResults.NoContent() : throw Missing(id);

    private static PipelineFailureException Missing(string id) =>
        new(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"There is no kept pair '{id}' of yours."));
}
