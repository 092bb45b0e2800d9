using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Serving;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>
/// With API_KEYS_FILE or ANALYST_HEADER everything but the health checks and the sign-in page needs a name; without them everybody is the local analyst.
/// </summary>
internal static class AccessSetup
{
    private const string AnyOf = "KeyOrProxyOrPage";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<WrongKeys>();
        services.AddSingleton<Principals>();
        services.AddScoped<SignedInAnalyst>();
        services.AddScoped<IAnalyst>(provider => provider.GetRequiredService<SignedInAnalyst>());
        services.AddScoped<CircuitHandler, CircuitAnalyst>();
        services.AddRequestLimits();
        services.AddAuthentication(AnyOf)
            .AddPolicyScheme(AnyOf, null, scheme => scheme.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, AnalystHeaderAuthentication>(AnalystHeaderAuthentication.SchemeName, null)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = SignInPage.Cookie;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.LoginPath = SignInPage.Path;
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.ExpireTimeSpan = Principals.Lifetime;
                cookie.SlidingExpiration = false;
                cookie.Events.OnValidatePrincipal = ValidateAsync;
            });
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<ServingOptions>>((authorization, host) =>
        {
            if (host.Value.NeedsSignIn)
            {
                authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            }
        });
    }

    /// <summary>After authentication: whoever it was is who asks.</summary>
    public static IApplicationBuilder UseAnalyst(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<SignedInAnalyst>().Principal = context.User;
        return next(context);
    });

    /// <summary>A program gets a problem document where a person's browser is led to the sign-in page.</summary>
    private static string SchemeOf(HttpContext context) => true switch
    {
        _ when ApiKeyAuthentication.IsKeyed(context.Request) => ApiKeyAuthentication.SchemeName,
        _ when AnalystHeader.NameOf(context) is not null => AnalystHeaderAuthentication.SchemeName,
        _ when context.Request.Cookies.ContainsKey(SignInPage.Cookie) || ProblemHandling.IsPage(context) => CookieAuthenticationDefaults.AuthenticationScheme,
        _ => ApiKeyAuthentication.SchemeName,
    };

    // The cookie outlives a restart, and the key behind it may have been taken out of the file.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var principals = context.HttpContext.RequestServices.GetRequiredService<Principals>();
        if (!Principals.HasKey(context.Principal) || !principals.IsInForce(context.Principal))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }
}
