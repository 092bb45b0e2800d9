using System.Globalization;
using NlSql.Core.Answers;
using NlSql.Core.Execution;
using NlSql.Core.Execution.Export;

namespace NlSql.Web.Api;

/// <summary>
/// Every row of a result, streamed: the statement that was run with consent is run again without the view's limit. The only GET that
/// executes anything; its id cannot be guessed, and other sites' pages cannot call it.
/// </summary>
internal static class ExportApi
{
    public static IEndpointRouteBuilder MapExportApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/results/{id}/export.csv", CsvAsync).WithTags("Results").WithSummary("Every row as CSV.").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        routes.MapGet("/api/results/{id}/export.json", JsonAsync).WithTags("Results").WithSummary("Every row as JSON.").Produces(StatusCodes.Status200OK, contentType: "application/json");
        return routes;
    }

    private static Task CsvAsync(string id, HttpContext context, ResultExport export, IResultStore results) =>
        WriteAsync(id, context, export, results, "csv", "text/csv; charset=utf-8", new CsvRowSink(context.Response.BodyWriter, export.CsvFormat));

    private static async Task JsonAsync(string id, HttpContext context, ResultExport export, IResultStore results)
    {
        await using var sink = new JsonRowSink(context.Response.BodyWriter);
        await WriteAsync(id, context, export, results, "json", "application/json", sink);
    }

    private static async Task WriteAsync(string id, HttpContext context, ResultExport export, IResultStore results, string extension, string contentType, IRowSink sink)
    {
        var result = await results.FindAsync(id, context.RequestAborted) ?? throw ResultsApi.Missing(id);
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"nlsql-{result.RanAt:yyyyMMdd-HHmmss}.{extension}\"");
        try
        {
            await export.WriteAsync(result.Sql, sink, context.RequestAborted);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // Half a file must not look like a whole one: the connection breaks, and the client's download fails.
            context.Abort();
            throw;
        }
    }
}
