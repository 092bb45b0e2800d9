using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>Where a browser gives its API key once; a cookie that only this host can read carries it on. Needs no script.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";
    public const string Cookie = "nlsql-session";

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, string? returnUrl) => Page(context, returnUrl, null)).AllowAnonymous().ExcludeFromDescription();

        // The cookie is SameSite=Strict and the Origin is checked before: no other site can send this form.
        routes.MapPost(Path, SignInAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context,
        ApiKeys keys,
        WrongKeys wrong,
        Principals principals,
        [FromForm] string? key,
        [FromForm] string? returnUrl)
    {
        if (wrong.Find(keys, key ?? "", context, out var wait) is not { } found)
        {
            if (wait is { } rest)
            {
                var seconds = FormattableString.Invariant($"{Math.Ceiling(rest.TotalSeconds)} s");
                return Page(context, returnUrl, $"Too many wrong keys came from this address. Try again in {seconds}.");
            }

            return Page(context, returnUrl, "This key is not known here. Check it for a missing character, or ask whoever runs this server for one.");
        }

        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await context.SignInAsync(Scheme, principals.Of(found, Scheme));
        return Results.LocalRedirect(IsLocal(returnUrl) ? Escaped(returnUrl!) : "~/");
    }

    /// <summary>A header takes ASCII only; half a surrogate pair becomes the replacement character. What is escaped already stays as it is.</summary>
    private static string Escaped(string path) => string.Concat(path.EnumerateRunes().Select(rune =>
        rune.IsAscii && rune.Value > ' ' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static bool IsLocal(string? url) => url is ['/', ..]
        && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.Contains('\\', StringComparison.Ordinal)
        && !url.Any(char.IsControl);

    private static IResult Page(HttpContext context, string? returnUrl, string? fault) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>Sign in · NlSql</title>
        <link rel="icon" type="image/svg+xml" href="{Local(context, "/favicon.svg")}">
        <link rel="stylesheet" href="{Local(context, "/css/tokens.css")}"><link rel="stylesheet" href="{Local(context, "/css/base.css")}">
        <link rel="stylesheet" href="{Local(context, "/css/controls.css")}"><link rel="stylesheet" href="{Local(context, "/css/sign-in.css")}"></head>
        <body><main class="sign-in">
        <h1>Sign in to NlSql</h1>
        <form method="post" action="{Local(context, Path)}">
        <label class="label" for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus aria-describedby="fault">
        <p id="fault" class="bad" role="alert">{WebUtility.HtmlEncode(fault)}</p>
        <input type="hidden" name="returnUrl" value="{WebUtility.HtmlEncode(returnUrl)}">
        <button class="button primary">Sign in</button>
        </form></main></body></html>
        """,
        "text/html; charset=utf-8",
        statusCode: fault is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static string Local(HttpContext context, string path) => WebUtility.HtmlEncode(context.Request.PathBase + path);
}
