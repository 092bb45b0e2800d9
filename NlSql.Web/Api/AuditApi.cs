using System.Text;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline.Auditing;

namespace NlSql.Web.Api;

/// <summary>The audit trail for the analysts that AUDITORS names; nobody else learns that there is one.</summary>
internal static class AuditApi
{
    public static IEndpointRouteBuilder MapAuditApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", WriteAsync)
            .WithTags("Audit")
            .WithSummary("The audit trail as JSON lines, from the time 'since' on; for those whom AUDITORS names.")
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        return routes;
    }

    private static async Task WriteAsync(
        HttpContext context, AuditTrail trail, IAnalyst analyst, IOptions<AuditOptions> options, DateTimeOffset? since = null)
    {
        if (!options.Value.IsAuditor(analyst.Name))
        {
            throw new PipelineFailureException(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, "There is nothing at GET /api/audit."));
        }

        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        foreach (var line in trail.Read(since))
        {
            await context.Response.WriteAsync(line + '\n', Encoding.UTF8, context.RequestAborted);
        }
    }
}
