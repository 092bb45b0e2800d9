using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>
/// ANALYST_HEADER: the name of somebody whom a trusted proxy has signed in. Looked at before the address of the proxy gives way to that of its client;
/// a header of that name from anybody else is as if it were not there, and so is the name of those who did not sign in.
/// </summary>
internal sealed class AnalystHeader(RequestDelegate next, IOptions<ServingOptions> options)
{
    private const int LongestName = 63;

    private static readonly object Key = new();

    private readonly string header = options.Value.AnalystHeader!;
    private readonly IReadOnlyList<IPNetwork> proxies = options.Value.TrustedNetworks;

    /// <summary>Null when no trusted proxy has named anybody.</summary>
    public static string? NameOf(HttpContext context) => context.Items.TryGetValue(Key, out var name) ? name as string : null;

    public Task InvokeAsync(HttpContext context)
    {
        var names = context.Request.Headers[header];
        context.Request.Headers.Remove(header);
        var address = context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
        if (names is [{ Length: > 0 and <= LongestName } name]
            && !name.Any(char.IsControl)
            && name.Trim() != LocalAnalyst.LocalName
            && address is not null
            && proxies.Any(proxy => proxy.Contains(address)))
        {
            context.Items[Key] = name.Trim();
        }

        return next(context);
    }
}

/// <summary>Takes the word of <see cref="AnalystHeader"/>.</summary>
internal sealed class AnalystHeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "AnalystHeader";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AnalystHeader.NameOf(Context) is { Length: > 0 } name
        ? AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(name, SchemeName), SchemeName))
        : AuthenticateResult.NoResult());
}
