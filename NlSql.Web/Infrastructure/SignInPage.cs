using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace NlSql.Web.Infrastructure;

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

    private static async Task<IResult> SignInAsync(HttpContext context, ApiKeyFile keys, [FromForm] string? key, [FromForm] string? returnUrl)
    {
        if (keys.Find(key ?? "") is not { } found)
        {
            return Page(context, returnUrl, "This key is not known here.");
        }

        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, ApiKeyAuthentication.Principal(found, CookieAuthenticationDefaults.AuthenticationScheme));
        return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "~/");
    }

    private static bool IsLocal(string? url) => url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl);

    private static IResult Page(HttpContext context, string? returnUrl, string? fault) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in · NlSql</title></head>
        <body style="font: 14px/20px system-ui, sans-serif; max-width: 24rem; margin: 15vh auto; padding: 0 16px; color-scheme: light dark">
        <h1 style="font-size: 20px">Sign in to NlSql</h1>
        <form method="post" action="{WebUtility.HtmlEncode(context.Request.PathBase)}{Path}">
        <p><label for="key">API key</label><br><input id="key" name="key" type="password" autocomplete="current-password" required autofocus style="width: 100%; padding: 8px; box-sizing: border-box"></p>
        <p role="alert">{WebUtility.HtmlEncode(fault)}</p>
        <input type="hidden" name="returnUrl" value="{WebUtility.HtmlEncode(returnUrl)}">
        <button style="padding: 8px 16px">Sign in</button>
        </form></body></html>
        """,
        "text/html; charset=utf-8",
        statusCode: fault is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
}
