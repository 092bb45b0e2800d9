using Microsoft.AspNetCore.Diagnostics;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Web.Api;

/// <summary>Turns what handlers throw into problem details, under an id that stands in the log beside the cause.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client went away: nobody reads an answer, and it is no error.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception switch
        {
            PipelineFailureException failure => Problems.From(failure.Failure),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problems.Create(StatusCodes.Status413PayloadTooLarge, "request-too-large", "The request's body is too large.", null),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Problems.Create(
                    StatusCodes.Status415UnsupportedMediaType,
                    "content-type-not-supported",
                    "The request's body must be JSON.",
                    "Send it with Content-Type: application/json."),
            BadHttpRequestException bad =>
                Problems.Create(bad.StatusCode, "request-malformed", "The request cannot be read.", UnreadableRequest.Describe(bad, httpContext.Request)),
            _ => Problems.Create(
                StatusCodes.Status500InternalServerError,
                FailureTypes.Unexpected,
                "Something unexpected went wrong; nothing that was stored is lost.",
                "The log tells more under the correlation id."),
        };
        if (problem.Status >= StatusCodes.Status500InternalServerError && exception is not PipelineFailureException { Failure.CorrelationId: not null })
        {
            problem.Extensions["correlationId"] = httpContext.TraceIdentifier;
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path, httpContext.TraceIdentifier);
        }

        if (ProblemHandling.IsPage(httpContext))
        {
            httpContext.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
            await httpContext.Response.WriteAsync(
                $"{problem.Title}\n\nReload the page. If it happens again, the log tells more under {httpContext.TraceIdentifier}.",
                cancellationToken);
            return true;
        }

        await Problems.WriteAsync(httpContext, problem);
        return true;
    }

    [LoggerMessage(9101, LogLevel.Error, "{Method} {Path} failed ({CorrelationId})")]
    private partial void LogFailed(Exception exception, string method, PathString path, string correlationId);
}

internal static class ProblemHandling
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.Use((context, next) => HasReadableText(context.Request) ? next(context) : Problems.WriteAsync(
            context,
            StatusCodes.Status415UnsupportedMediaType,
            "content-type-not-supported",
            "The request's character set is not supported.",
            "Send JSON in UTF-8."));
        app.UseStatusCodePages(context => IsForPrograms(context.HttpContext)
            ? Problems.WriteAsync(context.HttpContext, FromStatus(context.HttpContext))
            : Task.CompletedTask);
    }

    /// <summary>A person's browser asks for a page.</summary>
    public static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>A character set that .NET does not read, or no longer does (UTF-7), would come out as a fault of ours.</summary>
    private static bool HasReadableText(HttpRequest request)
    {
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
        {
            return true;
        }

        try
        {
            return System.Text.Encoding.GetEncoding(type.Charset.Value!.Trim('"')) is not null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsForPrograms(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path == "/query"
            || !HttpMethods.IsGet(context.Request.Method);

    private static Microsoft.AspNetCore.Mvc.ProblemDetails FromStatus(HttpContext context)
    {
        var path = $"{context.Request.Method} {context.Request.Path}";
        var status = context.Response.StatusCode;
        return status switch
        {
            StatusCodes.Status404NotFound => Problems.Create(status, FailureTypes.NotFound, $"There is nothing at {path}.", null),
            StatusCodes.Status405MethodNotAllowed =>
                Problems.Create(status, "method-not-allowed", $"{path} is not offered.", $"Allowed: {context.Response.Headers.Allow}"),
            StatusCodes.Status415UnsupportedMediaType =>
                Problems.Create(status, "content-type-not-supported", "The request's body must be JSON.", "Send it with Content-Type: application/json."),
            StatusCodes.Status413PayloadTooLarge => Problems.Create(status, "request-too-large", "The request's body is too large.", null),
            StatusCodes.Status401Unauthorized => Problems.Create(status, "api-key-required", "An API key is required.", null),
            _ => Problems.Create(status, "request-malformed", "The request cannot be served.", null),
        };
    }
}
