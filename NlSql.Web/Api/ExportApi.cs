using System.IO.Pipelines;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline.Exporting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.Api;

/// <summary>
/// Every row of a result, streamed: the statement that was run with consent is run again without the view's limit. The only GET that
/// executes anything; its id cannot be guessed, and other sites' pages cannot call it.
/// </summary>
internal static class ExportApi
{
    public static IEndpointRouteBuilder MapExportApi(this IEndpointRouteBuilder routes)
    {
        Map(
            routes,
            "csv",
            "text/csv",
            (context, id, parts) => WriteAsync(
                context,
                id,
                parts,
                context.Request.Query.ContainsKey("excel") ? ExportFormat.CsvForExcel : ExportFormat.Csv),
            "Every row as CSV; with ?excel marked as UTF-8 for Excel.");
        Map(
            routes,
            "json",
            "application/json",
            (context, id, parts) => WriteAsync(context, id, parts, ExportFormat.Json),
            "Every row as a JSON array of objects.");
        Map(
            routes,
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (context, id, parts) => WriteAsync(context, id, parts, ExportFormat.Xlsx),
            "Every row as an Excel workbook.");
        return routes;
    }

    private static void Map(
        IEndpointRouteBuilder routes,
        string extension,
        string contentType,
        Func<HttpContext, string, ExportParts, Task> handler,
        string summary)
    {
        routes.MapGet($"/api/results/{{id}}/export.{extension}", HandleAsync)
            .WithTags("Results")
            .WithSummary(summary)
            .Produces(StatusCodes.Status200OK, contentType: contentType);

        Task HandleAsync(HttpContext context, string id, [AsParameters] ExportParts parts) => handler(context, id, parts);
    }

    private static async Task WriteAsync(HttpContext context, string id, ExportParts parts, ExportFormat format)
    {
        await ResultsApi.EnsureReadableAsync(id, parts.Conversations, parts.Analyst, context.RequestAborted);
        var export = await parts.Exporter.PrepareAsync(id, format, parts.Analyst.Name, context.RequestAborted);
        context.Response.ContentType = export.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{export.FileName}\"";
        // Not the response's own writer: what that holds cannot be taken back, and a problem document would stand behind the first rows.
        var output = PipeWriter.Create(context.Response.Body, new StreamPipeWriterOptions(leaveOpen: true));
        try
        {
            await export.WriteAsync(output, context.RequestAborted);
            await output.CompleteAsync();
        }
        catch (Exception failure)
        {
            // With the failure: what has not been sent is dropped.
            await output.CompleteAsync(failure);
            if (context.Response.HasStarted)
            {
                // Half a file must not look like a whole one: the connection breaks, and the client's download fails.
                context.Abort();
            }

            throw;
        }
    }
}

/// <summary>What an export needs of the request's scope.</summary>
internal sealed record ExportParts(IResultExporter Exporter, IConversationStore Conversations, IAnalyst Analyst);
