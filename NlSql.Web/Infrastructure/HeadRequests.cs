namespace NlSql.Web.Infrastructure;

/// <summary>HEAD is answered wherever GET is, with the same headers and no body; an export alone is not made for nobody.</summary>
internal static class HeadRequests
{
    public static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method) || context.Request.Path.Value?.Contains("/export.", StringComparison.OrdinalIgnoreCase) == true)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
            context.Response.Body = body;
        }
    });
}
