namespace NlSql.Web.Api;

/// <summary>What OpenAPI says of an endpoint, in one line each.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Describe<T>(this RouteHandlerBuilder builder, string tag, string summary) => builder
        .WithTags(tag)
        .WithSummary(summary)
        .Produces<T>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Also answers with server-sent events, when the client accepts them.</summary>
    public static RouteHandlerBuilder WithStream(this RouteHandlerBuilder builder) => builder
        .WithDescription("With 'Accept: text/event-stream' every step comes as an event: turn, stage, schema, values, sql-token, note, draft, verdict, "
            + "warnings, estimate, review, rows, result, empty, chart, analysis-text, analysis, follow-ups, recorded, failed, done. "
            + "A note voids the sql-token events before it.");
}
