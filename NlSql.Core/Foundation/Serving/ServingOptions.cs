using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace NlSql.Core.Foundation.Serving;

/// <summary>Where and to whom the web host answers.</summary>
public sealed class ServingOptions
{
    /// <summary>An IP address, or <c>localhost</c>. Anything but loopback needs <see cref="ApiKeysFile"/> or <see cref="AnalystHeader"/>.</summary>
    /// <value>127.0.0.1</value>
    [ConfigurationKeyName("AGENT_HOST")]
    [Required(AllowEmptyStrings = false, ErrorMessage = "AGENT_HOST must be an IP address or localhost.")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>0 takes a free port and prints it.</summary>
    /// <value>8080</value>
    [ConfigurationKeyName("AGENT_PORT")]
    [Range(0, 65535, ErrorMessage = "AGENT_PORT must be between 0 (any free port) and 65535.")]
    public int Port { get; set; } = 8080;

    /// <summary>Trace, Debug, Information, Warning, Error, Critical or None. Questions, SQL and rows appear at Trace only.</summary>
    /// <value>Information</value>
    [ConfigurationKeyName("LOG_LEVEL")]
    [EnumDataType(typeof(LogLevel), ErrorMessage = "LOG_LEVEL must be Trace, Debug, Information, Warning, Error, Critical or None.")]
    public string LogLevel { get; set; } = "Information";

    /// <summary><c>simple</c> lines for people, or <c>json</c> for collectors.</summary>
    /// <value>simple</value>
    [ConfigurationKeyName("LOG_FORMAT")]
    [AllowedValues("simple", "json", ErrorMessage = "LOG_FORMAT must be simple or json.")]
    public string LogFormat { get; set; } = "simple";

    /// <summary>Names and SHA-256 hashes of API keys; with it, every request but the health checks needs one or a signed-in page.</summary>
    [ConfigurationKeyName("API_KEYS_FILE")]
    public string? ApiKeysFile { get; set; }

    /// <summary>Path prefix under which a reverse proxy serves the app, for instance <c>/nlsql</c>.</summary>
    [ConfigurationKeyName("BASE_PATH")]
    [RegularExpression("^(/[A-Za-z0-9._~-]+)*$", ErrorMessage = "BASE_PATH must look like /nlsql: a leading slash, no trailing one.")]
    public string BasePath { get; set; } = "";

    /// <summary>Comma-separated addresses and networks (<c>10.0.0.0/8</c>) of reverse proxies whose headers are believed; empty believes none.</summary>
    [ConfigurationKeyName("TRUSTED_PROXIES")]
    public string? TrustedProxies { get; set; }

    /// <summary>Comma-separated host names under which the app may be addressed, beside the loopback names.</summary>
    [ConfigurationKeyName("ALLOWED_HOSTS")]
    public string? AllowedHosts { get; set; }

    /// <summary>
    /// Header in which a trusted proxy names the person whom it has signed in, for instance <c>X-Remote-User</c>; from anybody else it is not believed.
    /// </summary>
    [ConfigurationKeyName("ANALYST_HEADER")]
    [RegularExpression("^[A-Za-z0-9-]*$", ErrorMessage = "ANALYST_HEADER must be the name of an HTTP header, for instance X-Remote-User.")]
    public string? AnalystHeader { get; set; }

    /// <summary>Questions, runs and exports over HTTP that one API key or person may begin in a minute; 0 for no limit.</summary>
    /// <value>600</value>
    [ConfigurationKeyName("REQUESTS_PER_MINUTE")]
    [Range(0, 1_000_000, ErrorMessage = "REQUESTS_PER_MINUTE must be between 0 (no limit) and 1000000.")]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>True when nobody gets in without a name: by a key, or by the word of a proxy.</summary>
    public bool NeedsSignIn => !string.IsNullOrWhiteSpace(ApiKeysFile) || !string.IsNullOrWhiteSpace(AnalystHeader);

    /// <summary>
    /// Host and port without judging them: the server is made before the settings are checked, and a fault must come out of that check
    /// together with all others.
    /// </summary>
    public static ServingOptions ReadLeniently(IConfiguration configuration)
    {
        var options = new ServingOptions { Host = configuration["AGENT_HOST"] ?? "127.0.0.1" };
        if (ushort.TryParse(configuration["AGENT_PORT"], CultureInfo.InvariantCulture, out var port))
        {
            options.Port = port;
        }

        return options;
    }

    /// <summary>The address to listen on; null when <see cref="Host"/> is none.</summary>
    public IPAddress? Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(Host.Trim('[', ']'), out var address) ? address : null,
    };

    /// <summary>The names of ALLOWED_HOSTS.</summary>
    public IReadOnlyList<string> AllowedHostNames => Split(AllowedHosts);

    /// <summary>The entries of TRUSTED_PROXIES; an address is a network of one.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks => [.. Split(TrustedProxies).Select(Network).OfType<IPNetwork>()];

    internal IEnumerable<string> UnreadableProxies => Split(TrustedProxies).Where(entry => Network(entry) is null);

    private static IPNetwork? Network(string text) => IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network) ? network
        : null;

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
