using System.Net.ServerSentEvents;

namespace NlSql.Web.Api;

/// <summary>Answers that come as events, one after the other.</summary>
internal static class EventStream
{
    private const string MediaType = "text/event-stream";

    /// <summary>Whether the client takes events as they come; otherwise it is told nothing before the end.</summary>
    public static bool IsWanted(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains(MediaType, StringComparison.OrdinalIgnoreCase);

    public static IResult Of(HttpContext context, IAsyncEnumerable<SseItem<string>> events)
    {
        // nginx would hold all of it back until the end.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(events);
    }
}
