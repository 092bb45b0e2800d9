using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure;

/// <summary>Takes a key from <c>Authorization: Bearer</c> or <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyFile keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    /// <summary>Type of the claim that says by which key somebody signed in: its hash in hex, which opens nothing.</summary>
    private const string HashClaim = "urn:nlsql:key-hash";

    /// <summary>Whether a request brings a key, right or wrong.</summary>
    public static bool IsKeyed(HttpRequest request) => Secret(request) is not null;

    public static ClaimsPrincipal Principal(ApiKey key, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, key.Name), new Claim(HashClaim, Convert.ToHexStringLower(key.Hash))], scheme));

    /// <summary>Whether the key by which somebody signed in is still in force.</summary>
    public static bool IsInForce(ClaimsPrincipal? principal, ApiKeyFile keys) =>
        principal?.FindFirstValue(HashClaim) is { } hash
        && principal.FindFirstValue(ClaimTypes.Name) is { } name
        && keys.Holds(name, Convert.FromHexString(hash));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secret(Request) is not { } secret)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(keys.Find(secret) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(Principal(key, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("unknown key"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            "api-key-required",
            "An API key is required.",
            "Send it as 'Authorization: Bearer <key>' or 'X-Api-Key: <key>'.");
    }

    private static string? Secret(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        var header = request.Headers["X-Api-Key"].ToString();
        return header.Length > 0 ? header : null;
    }
}

/// <summary>With API_KEYS_FILE everything but the health checks and the sign-in page needs a key; without it nothing does.</summary>
internal static class ApiKeySetup
{
    private const string Either = "KeyOrPage";

    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<HostOptions>>().Value.ApiKeysFile is { Length: > 0 } path
            ? ApiKeyFile.Read(path)
            : new ApiKeyFile([], []));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, scheme => scheme.ForwardDefaultSelector = context =>
                ApiKeyAuthentication.IsKeyed(context.Request) || context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                    && !context.Request.Cookies.ContainsKey(SignInPage.Cookie)
                    ? ApiKeyAuthentication.SchemeName
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = SignInPage.Cookie;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.LoginPath = SignInPage.Path;
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                cookie.SlidingExpiration = false;
                cookie.Events.OnValidatePrincipal = ValidateAsync;
            });
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<ApiKeyFile>((authorization, keys) =>
        {
            if (keys.Keys.Count > 0)
            {
                authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            }
        });
    }

    // The cookie outlives a restart, and the key behind it may have been taken out of the file.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (!ApiKeyAuthentication.IsInForce(context.Principal, context.HttpContext.RequestServices.GetRequiredService<ApiKeyFile>()))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }
}
