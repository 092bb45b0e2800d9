using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>Takes a key from <c>Authorization: Bearer</c> or <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeys keys,
    WrongKeys wrong,
    Principals principals) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    private TimeSpan? wait;

    /// <summary>Whether a request brings a key, right or wrong.</summary>
    public static bool IsKeyed(HttpRequest request) => Secret(request) is not null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secret(Request) is not { } secret)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(wrong.Find(keys, secret, Context, out wait) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(principals.Of(key, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("unknown key"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (wait is { } rest)
        {
            var seconds = Math.Ceiling(rest.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            Response.Headers.RetryAfter = seconds;
            return Problems.WriteAsync(
                Context,
                StatusCodes.Status429TooManyRequests,
                "too-many-wrong-keys",
                "Too many wrong API keys came from this address.",
                $"Try again in {seconds} s, with the right one.");
        }

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
