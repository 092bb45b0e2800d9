using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>
/// Slows down whoever tries keys: after ten wrong ones within a minute, an address waits until the minute is over. A key that has opened the app from
/// there before goes on to, so that one who mistypes does not shut out those who share the address. Behind a proxy that is not in TRUSTED_PROXIES everybody
/// has its address: there a right key always opens the app, and wrong ones alone have to wait.
/// </summary>
internal sealed partial class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger)
{
    /// <summary>Wrong keys that one address may try in <see cref="Span"/>.</summary>
    public const int Most = 10;

    /// <summary>Addresses remembered; who has more than these at hand is not stopped by counting.</summary>
    private const int KnownAddresses = 4096;

    private const int NetworkBytesOfV6 = 8;

    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly LruCache<string, Tries> tries = new(KnownAddresses);
    private readonly Lock gate = new();

    /// <summary>
    /// Looks for a key. Null where there is none, and where the address has tried too many: <paramref name="wait"/> then says for how long.
    /// </summary>
    public ApiKey? Find(ApiKeys keys, string secret, HttpContext context, out TimeSpan? wait)
    {
        var address = AddressOf(context.Connection.RemoteIpAddress);
        var isShared = IsShared(context.Request);
        var found = keys.Find(secret);
        lock (gate)
        {
            var known = tries.TryGet(address, out var before) ? before : new Tries();
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(known.Since, now) >= Span)
            {
                known = known with { Since = now, Wrong = 0 };
            }

            wait = known.Wrong >= Most && (found is null || !(isShared || known.Worked.Contains(found.Name, StringComparer.Ordinal)))
                ? Span - time.GetElapsedTime(known.Since, now)
                : null;
            if (wait is not null)
            {
                return null;
            }

            if (found is null)
            {
                known = known with { Wrong = known.Wrong + 1 };
                LogWrong(address, known.Wrong);
                if (known.Wrong == Most)
                {
                    LogBarred(address, Span.TotalSeconds, isShared ? "; it is a proxy's, which is not in TRUSTED_PROXIES" : "");
                }
            }
            else if (!known.Worked.Contains(found.Name, StringComparer.Ordinal))
            {
                known = known with { Worked = [.. known.Worked, found.Name] };
            }

            tries.Set(address, known);
            return found;
        }
    }

    /// <summary>
    /// A proxy passes on for whom it asks, and nobody has taken it at its word (what is trusted has been moved to another header by now). Whoever writes the
    /// header by himself gains that a right key is not made to wait.
    /// </summary>
    private static bool IsShared(HttpRequest request) =>
        request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
        && !request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName);

    /// <summary>A machine has a whole network of version 6 to itself.</summary>
    private static string AddressOf(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } when !IPAddress.IsLoopback(address) =>
            $"{new IPAddress([.. address.GetAddressBytes()[..NetworkBytesOfV6], .. new byte[NetworkBytesOfV6]])}/64",
        _ => address.ToString(),
    };

    private sealed record Tries
    {
        public long Since { get; init; }

        public int Wrong { get; init; }

        /// <summary>Names of the keys that have opened the app from there.</summary>
        public IReadOnlyList<string> Worked { get; init; } = [];
    }

    [LoggerMessage(7312, LogLevel.Warning, "A wrong API key came from {Address} ({Count} within a minute)")]
    private partial void LogWrong(string address, int count);

    [LoggerMessage(7313, LogLevel.Warning, "No further wrong key from {Address} is looked at for {Seconds:0} s{Remark}")]
    private partial void LogBarred(string address, double seconds, string remark);
}
