using System.Globalization;
using System.Security.Claims;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>Who has signed in, and whether that still holds.</summary>
internal sealed class Principals(ApiKeys keys, TimeProvider time)
{
    /// <summary>How long a sign-in lasts, whatever happens meanwhile.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Type of the claim that says by which key somebody signed in: its hash in hex, which opens nothing.</summary>
    private const string HashClaim = "urn:nlsql:key-hash";

    /// <summary>Type of the claim that says when, in seconds since 1970 UTC.</summary>
    private const string SinceClaim = "urn:nlsql:since";

    /// <summary>Who came with a key just now.</summary>
    public ClaimsPrincipal Of(ApiKey key, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, key.Name),
            new Claim(HashClaim, Convert.ToHexStringLower(key.Hash)),
            new Claim(SinceClaim, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
        scheme));

    /// <summary>Whom a trusted proxy has named.</summary>
    public static ClaimsPrincipal Of(string name, string scheme) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], scheme));

    /// <summary>False for a cookie whose key was taken out or whose time is over. Who came without a key did not sign in here.</summary>
    public bool IsInForce(ClaimsPrincipal? principal) => principal?.FindFirstValue(HashClaim) is not { } hash
        || (principal.FindFirstValue(ClaimTypes.Name) is { } name
            && long.TryParse(principal.FindFirstValue(SinceClaim), CultureInfo.InvariantCulture, out var since)
            && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(since) < Lifetime
            && keys.Holds(name, Convert.FromHexString(hash)));

    /// <summary>Whether this is somebody who signed in with a key.</summary>
    public static bool HasKey(ClaimsPrincipal? principal) => principal?.HasClaim(claim => claim.Type == HashClaim) == true;
}
