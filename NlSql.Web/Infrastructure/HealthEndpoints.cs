using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Stopping;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure;

/// <summary>Alive and ready, for supervisors and load balancers; both without a key.</summary>
internal static class HealthEndpoints
{
    /// <summary>Nobody needs a key for it: where the file lies, and what is the matter with it, is for those who have one.</summary>
    private const string NotKept = "Conversations are not kept as they should be: nlsql doctor, /api/status and the log say why.";

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).AllowAnonymous().WithTags("Health").WithSummary("The process is alive.");
        routes.MapGet("/readyz", (IAnalyticsDatabases databases, WorkInHand work, StateHealth kept) =>
        {
            if (work.Stopping.IsCancellationRequested)
            {
                return Problems.Result(WorkInHand.Failure);
            }

            var state = databases.Default.State;
            return state.Phase == DatabasePhase.Ready
                ? Results.Text(kept.Failure is null ? "ready" : $"ready\n{NotKept}")
                : Problems.NotReady(state);
        }).AllowAnonymous().WithTags("Health").WithSummary("Questions can be answered: 200, or 503 with the reason.");
        return routes;
    }
}
