using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Replay.Packs;

namespace NlSql.Web.Api;

/// <summary>
/// A turn as a file that can be played again. Its owner's alone, and of everybody's conversation whoever asked: it has the prompts, and with them what its
/// author keeps as examples, which is more than whoever reads a shared conversation sees.
/// </summary>
internal static class ReplayApi
{
    public static IEndpointRouteBuilder MapReplayApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/turns/{id}/replay.json", ExportAsync)
            .WithTags("Conversations")
            .WithSummary("All that an own turn saw and did, for nlsql replay; with ?rows the first rows of its result, too.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }

    private static async Task ExportAsync(HttpContext context, string id, NamedTurn named, ReplayExport export)
    {
        var turn = await named.EnsureAsync(null, id, context.RequestAborted)
            ?? throw new PipelineFailureException(new(FailureParty.Caller, FailureTypes.NotFound, "There is no turn without an id."));
        if (turn.Analyst is { Length: > 0 } author && author != named.Analyst)
        {
            // A conversation without an owner is everybody's; what its author keeps is not.
            throw NamedTurn.Missing("turn", id);
        }

        var pack = await export.WriteAsync(turn, context.Request.Query.ContainsKey("rows"), context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"replay-{turn.Id}.json\"";
        await context.Response.WriteAsync(pack, context.RequestAborted);
    }
}
