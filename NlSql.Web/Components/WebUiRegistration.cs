using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor;
using MudBlazor.Services;
using NlSql.Web.Components.Theme;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Database;
using NlSql.Web.State.Turns;
using NlSql.Web.State.Words;

namespace NlSql.Web.Components;

/// <summary>The page as services and endpoints.</summary>
public static class WebUiRegistration
{
    /// <summary>A long question or a large SQL text travels in one message; SignalR's own limit of 32 KB would end the circuit.</summary>
    private const long LargestMessage = 4 * 1024 * 1024;

    /// <summary>Components, their state, and MudBlazor's dialogs and notices. Needs AddNlSql.</summary>
    public static IServiceCollection AddWebUi(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5))
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        return services.AddPageState();
    }

    /// <summary>What components ask for, without the server that renders them.</summary>
    internal static IServiceCollection AddPageState(this IServiceCollection services)
    {
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
            mud.SnackbarConfiguration.HideIcon = true;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddSingleton<TokenTheme>();
        services.AddSingleton<LiveTurns>();
        services.AddSingleton<UnsavedEdits>();
        services.AddScoped<GeneratorName>();
        services.AddScoped<CircuitPresence>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitPresence>());
        services.AddScoped<ConversationState>();
        services.AddScoped<ConversationIndex>();
        services.AddScoped<DatabaseWatch>();
        services.AddScoped<SqlReview>();
        services.AddScoped<PageKeys>();
        return services;
    }

    /// <summary>
    /// Static assets and pages. Call <c>builder.WebHost.UseStaticWebAssets()</c> before, so that an unpublished build finds them in every
    /// environment.
    /// </summary>
    public static WebApplication MapWebUi(this WebApplication app)
    {
        app.Use(SendToNotFoundPageAsync);
        // The product's own files hold nothing of anybody's, and the sign-in page is drawn with them.
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        return app;
    }

    // A person gets a page for an address that is none; programs keep their problem document.
    private static async Task SendToNotFoundPageAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var request = context.Request;
        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false }
            && context.GetEndpoint() is null
            && HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect($"{request.PathBase}/not-found");
        }
    }
}
