using System.Net;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Serving;

/// <summary>What no single attribute can tell.</summary>
internal sealed class ServingOptionsValidator : IValidateOptions<ServingOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ServingOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ServingOptions options)
    {
        if (options.Address is not { } address)
        {
            yield return $"AGENT_HOST is '{options.Host}', which is no IP address; use 127.0.0.1, or 0.0.0.0 for every network interface.";
        }
        else if (!IPAddress.IsLoopback(address) && !options.NeedsSignIn)
        {
            yield return $"AGENT_HOST is {options.Host}, which other machines can reach: "
                + "set API_KEYS_FILE as well (docs/operations.md tells how to make one), or use 127.0.0.1.";
        }

        if (!string.IsNullOrWhiteSpace(options.ApiKeysFile))
        {
            foreach (var fault in ApiKeyFile.Read(options.ApiKeysFile).Faults)
            {
                yield return fault;
            }
        }

        foreach (var proxy in options.UnreadableProxies)
        {
            yield return $"TRUSTED_PROXIES names '{proxy}', which is neither an IP address nor a network such as 10.0.0.0/8.";
        }

        if (!string.IsNullOrWhiteSpace(options.AnalystHeader) && options.TrustedNetworks.Count == 0)
        {
            yield return "ANALYST_HEADER is set and TRUSTED_PROXIES is not: name the proxy that sends the header, for it is believed from nobody else.";
        }

        foreach (var host in options.AllowedHostNames.Where(host => Uri.CheckHostName(host.Trim('[', ']')) is UriHostNameType.Unknown))
        {
            yield return $"ALLOWED_HOSTS names '{host}', which is no host name: give names alone, without scheme, port, path or wildcard.";
        }
    }
}
