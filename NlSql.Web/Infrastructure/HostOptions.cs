using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace NlSql.Web.Infrastructure;

/// <summary>Where and to whom the web host answers.</summary>
public sealed class HostOptions
{
    /// <summary>An IP address, or <c>localhost</c>. Anything but loopback needs <see cref="ApiKeysFile"/>.</summary>
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

    /// <summary>Names and SHA-256 hashes of API keys; with it, every request but the health checks needs a key or a signed-in page.</summary>
    [ConfigurationKeyName("API_KEYS_FILE")]
    public string? ApiKeysFile { get; set; }

    /// <summary>Path prefix under which a reverse proxy serves the app, for instance <c>/nlsql</c>.</summary>
    [ConfigurationKeyName("BASE_PATH")]
    [RegularExpression("^(/[A-Za-z0-9._~-]+)*$", ErrorMessage = "BASE_PATH must look like /nlsql: a leading slash, no trailing one.")]
    public string BasePath { get; set; } = "";

    /// <summary>Comma-separated addresses of reverse proxies whose X-Forwarded-* headers are believed; empty believes none.</summary>
    [ConfigurationKeyName("TRUSTED_PROXIES")]
    public string? TrustedProxies { get; set; }

    /// <summary>Comma-separated host names under which the app may be addressed, beside the loopback names.</summary>
    [ConfigurationKeyName("ALLOWED_HOSTS")]
    public string? AllowedHosts { get; set; }

    /// <summary>
    /// Host and port without judging them: the server is made before the settings are checked, and a fault must come out of that check
    /// together with all others.
    /// </summary>
    internal static HostOptions ReadLeniently(IConfiguration configuration)
    {
        var options = new HostOptions { Host = configuration["AGENT_HOST"] ?? "127.0.0.1" };
        if (ushort.TryParse(configuration["AGENT_PORT"], CultureInfo.InvariantCulture, out var port))
        {
            options.Port = port;
        }

        return options;
    }

    /// <summary>The address to listen on; null when <see cref="Host"/> is none.</summary>
    internal IPAddress? Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(Host.Trim('[', ']'), out var address) ? address : null,
    };

    internal IReadOnlyList<string> AllowedHostNames => Split(AllowedHosts);

    internal IReadOnlyList<string> TrustedProxyAddresses => Split(TrustedProxies);

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What no single attribute can tell.</summary>
internal sealed class HostOptionsValidator : IValidateOptions<HostOptions>
{
    public ValidateOptionsResult Validate(string? name, HostOptions options)
    {
        var faults = new List<string>();
        if (options.Address is not { } address)
        {
            faults.Add($"AGENT_HOST is '{options.Host}', which is no IP address; use 127.0.0.1, or 0.0.0.0 for every network interface.");
        }
        else if (!IPAddress.IsLoopback(address) && string.IsNullOrWhiteSpace(options.ApiKeysFile))
        {
            faults.Add(
                $"AGENT_HOST is {options.Host}, which other machines can reach: "
                + "set API_KEYS_FILE as well (docs/operations.md tells how to make one), or use 127.0.0.1.");
        }

        if (!string.IsNullOrWhiteSpace(options.ApiKeysFile))
        {
            faults.AddRange(ApiKeyFile.Read(options.ApiKeysFile).Faults);
        }

        foreach (var proxy in options.TrustedProxyAddresses.Where(proxy => !IPAddress.TryParse(proxy, out _)))
        {
            faults.Add($"TRUSTED_PROXIES names '{proxy}', which is no IP address.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
