using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>The values of SSL_MODE, spelled as in libpq.</summary>
internal static class SslModes
{
    private static readonly Dictionary<string, SslMode> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <summary>The spellings, for messages.</summary>
    public static string All => string.Join(", ", Known.Keys);

    /// <summary>Null when <paramref name="value"/> is none of them.</summary>
    public static SslMode? Parse(string value) => Known.TryGetValue(value.Trim(), out var mode) ? mode : null;
}
