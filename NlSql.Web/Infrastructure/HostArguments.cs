using System.Globalization;

namespace NlSql.Web.Infrastructure;

/// <summary>What the web host takes on its command line; everything else is a setting.</summary>
/// <param name="Settings">Settings that the arguments stand for.</param>
/// <param name="CheckHealth">Ask a running host's health instead of starting one (the container's health check).</param>
/// <param name="Fault">What is wrong with the arguments; null when nothing is.</param>
internal sealed record HostArguments(IReadOnlyDictionary<string, string?> Settings, bool ShowHelp, bool CheckHealth, string? Fault)
{
    /// <summary>Say which NlSql this is instead of starting it.</summary>
    public bool ShowVersion { get; init; }

    public const string Usage = """
        Serves NlSql's page and HTTP API.

          --port N         listen on port N (AGENT_PORT; 0 takes a free one)
          --host ADDRESS   listen on ADDRESS (AGENT_HOST; anything but loopback needs API_KEYS_FILE)
          --wipe-on-exit   remove everything under DATA_PATH, CACHE_PATH and FAISS_INDEX_PATH on the way out
          --check-health   ask the host that listens on AGENT_PORT whether it can answer; exit code 0 or 1
          --version        which NlSql this is
          --help           this text

        All other settings come from the environment or appsettings.json: docs/operations.md lists them.
        """;

    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var help = false;
        var health = false;
        var version = false;
        for (var index = 0; index < args.Count; index++)
        {
            var (name, inline) = Split(args[index]);
            switch (name)
            {
                case "--help" or "-h":
                    help = true;
                    break;
                case "--version":
                    version = true;
                    break;
                case "--wipe-on-exit":
                    settings["WIPE_ON_EXIT"] = "true";
                    break;
                case "--check-health":
                    health = true;
                    break;
                case "--port" or "--host" when inline is not null || index + 1 < args.Count:
                    settings[name == "--port" ? "AGENT_PORT" : "AGENT_HOST"] = inline ?? args[++index];
                    break;
                case "--port" or "--host":
                    return new(settings, false, false, string.Create(CultureInfo.InvariantCulture, $"{name} needs a value."));
                default:
                    return new(settings, false, false, $"Unknown argument '{args[index]}'.");
            }
        }

        return new(settings, help, health, null) { ShowVersion = version };
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
