using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NlSql.LocalModel.Serving;

/// <summary>How the model is, and what it is called.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", static (ModelHost host, ServerArguments arguments) => Results.Json(
            new HealthReport(
                host.IsReady ? "ok" : host.Failure is null ? "loading" : "failed",
                host.IsReady ? 1 : host.Progress,
                arguments.Slots,
                host.Engine?.Busy ?? 0,
                host.Engine?.Waiting ?? 0,
                host.Engine?.SlotTokens ?? arguments.ContextTokens,
                host.Engine?.ComputedTokens ?? 0,
                host.Failure),
            WireJson.Default.HealthReport,
            statusCode: host.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
        routes.MapGet("/v1/models", static (ServerArguments arguments) => Results.Json(
            new ModelList("list", [new ModelEntry(arguments.ModelName, "model", "local")]), WireJson.Default.ModelList));
    }
}
