using System.Net;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Serving;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>
/// Refuses requests that some other web page made the analyst's browser send: a Host that is not ours (a name rebound to
/// this address), an Origin that is not the page's own, and cross-site fetches of the API.
/// </summary>
internal sealed class RequestSourceGuard(RequestDelegate next, IOptions<ServingOptions> options)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]", "::1"];

    private readonly HashSet<string> hosts = new(
        [.. LoopbackNames, .. options.Value.AllowedHostNames, options.Value.Host, Environment.MachineName, Dns.GetHostName()],
        StringComparer.OrdinalIgnoreCase);

    private readonly bool isBeyondLoopback = !IPAddress.IsLoopback(options.Value.Address ?? IPAddress.Loopback);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsOurs(request.Host.Host))
        {
            return Problems.WriteAsync(
                context,
                StatusCodes.Status421MisdirectedRequest,
                "host-not-allowed",
                $"This app does not answer to the host name '{request.Host.Host}'.",
                "Use the address that it printed at start, or list the name in ALLOWED_HOSTS.");
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if ((changes || IsApi(request) || IsConnection(request)) && IsForeign(request))
        {
            return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "origin-not-allowed", "Requests from other web sites are refused.", null);
        }

        return next(context);
    }

    /// <summary>
    /// A name that somebody else's DNS can rebind to this address is not ours until the operator says so. An address cannot be rebound: beyond
    /// loopback, where the machine has addresses that we do not know (of a container's host, say), any is taken.
    /// </summary>
    private bool IsOurs(string host) => hosts.Contains(host) || (isBeyondLoopback && IPAddress.TryParse(host.Trim('[', ']'), out _));

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The page's connection. Told by the request itself: <c>WebSockets.IsWebSocketRequest</c> is false until a later middleware has
    /// looked, and a browser lets any page open a WebSocket anywhere.
    /// </summary>
    private static bool IsConnection(HttpRequest request) =>
        request.Headers.Upgrade.Count > 0 || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();

        // A proxy that adds "Referrer-Policy: no-referrer" makes the browser hide the origin of our own sign-in form. No page can set
        // Sec-Fetch-Site, and a page without an origin (a sandboxed frame, a file) is "cross-site" there: only our own is "same-origin".
        if (origin == "null")
        {
            return site != "same-origin";
        }

        if (origin.Length > 0)
        {
            // The scheme too: a page of https: on this name is another server's, and file:, moz-extension: and their like are nobody's.
            return !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || uri.Authority.Length == 0
                || !string.Equals(uri.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
                || !string.Equals(uri.Authority, Authority(request, uri), StringComparison.OrdinalIgnoreCase);
        }

        return site is "cross-site" or "same-site";
    }

    // An Origin leaves out its scheme's usual port, and so may Host; compare both in the form Uri gives them.
    private static string Authority(HttpRequest request, Uri origin) =>
        Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
