using NlSql.Core.Turns.Answers;

namespace NlSql.Web.Api;

/// <summary>The HTTP API; one class per resource.</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemHandler>();
        services.ConfigureHttpJsonOptions(json => AnswerJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "NlSql";
            document.Info.Description = "Questions in plain words, SQL that only reads, rows with a chart and an analysis.";
            return Task.CompletedTask;
        }));
        services.AddScoped<TurnResponse>();
        services.AddScoped<NamedTurn>();
        return services;
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        var api = routes.MapGroup("").AddEndpointFilter<KnownFields>();
        api.MapQueryApi().MapWaterfallApi().MapResultsApi().MapExportApi().MapSchemaApi().MapConversationsApi()
            .MapReplayApi().MapPairsApi().MapAuditApi().MapStatusApi();
        return routes;
    }
}
