using NlSql.Web.Infrastructure.Access;

namespace NlSql.Web.Infrastructure;

/// <summary>
/// One line for each request: method, route, status, time and analyst. The route and not the address, in which a question may stand. Assets, health
/// checks and the page's own connection are of interest only to who looks for a fault.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context, SignedInAnalyst analyst)
    {
        var started = time.GetTimestamp();
        var method = context.Request.Method;
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            var level = IsWork(context.Request.Path, route) ? LogLevel.Information : LogLevel.Debug;
            if (logger.IsEnabled(level))
            {
                LogRequest(level, method, route ?? "(no route)", context.Response.StatusCode, time.GetElapsedTime(started).TotalMilliseconds, analyst.Name);
            }
        }
    }

    private static bool IsWork(PathString path, string? route) =>
        (route is not null || path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        && !path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        && route is not ("/healthz" or "/readyz")
        && !Path.HasExtension(route);

    [LoggerMessage(EventId = 7320, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms for {Analyst}")]
    private partial void LogRequest(LogLevel level, string method, string route, int status, double milliseconds, string analyst);
}
