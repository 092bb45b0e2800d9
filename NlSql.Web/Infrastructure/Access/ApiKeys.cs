using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>The keys in force: API_KEYS_FILE is read again when it has changed, so that a key that is taken out opens nothing a second later.</summary>
internal sealed partial class ApiKeys(IOptions<ServingOptions> options, TimeProvider time, ILogger<ApiKeys> logger)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly string? path = options.Value.ApiKeysFile is { Length: > 0 } path ? path : null;
    private readonly Lock gate = new();
    private ApiKeyFile file = new([], []);
    private string fault = "";
    private long? readAt;

    /// <summary>The key whose hash is that of <paramref name="secret"/>; null when there is none. Takes the same time whichever key matches.</summary>
    public ApiKey? Find(string secret) => Current().Find(secret);

    /// <summary>Whether a key of this name and hash is in force.</summary>
    public bool Holds(string name, byte[] hash) => Current().Holds(name, hash);

    private ApiKeyFile Current()
    {
        if (path is null)
        {
            return file;
        }

        lock (gate)
        {
            if (readAt is null || time.GetElapsedTime(readAt.Value) >= ReadEvery)
            {
                readAt = time.GetTimestamp();
                Take(ApiKeyFile.Read(path));
            }

            return file;
        }
    }

    /// <summary>A file that is being written, or has a fault, must not shut everybody out: the keys before it stay in force, and the log says so.</summary>
    private void Take(ApiKeyFile read)
    {
        if (read.Faults.Count > 0 && !read.IsEmpty)
        {
            var told = string.Join(' ', read.Faults);
            if (!string.Equals(told, fault, StringComparison.Ordinal))
            {
                LogNotTaken(told);
            }

            fault = told;
            return;
        }

        fault = "";
        var before = file.Keys;
        file = read;
        var added = read.Keys.Where(key => !Has(before, key)).Select(key => key.Name).ToList();
        var removed = before.Where(key => !Has(read.Keys, key)).Select(key => key.Name).ToList();
        if (added.Count + removed.Count > 0)
        {
            LogTaken(read.Keys.Count, string.Join(", ", added), string.Join(", ", removed));
        }
    }

    private static bool Has(IEnumerable<ApiKey> keys, ApiKey key) =>
        keys.Any(other => string.Equals(other.Name, key.Name, StringComparison.Ordinal) && other.Hash.AsSpan().SequenceEqual(key.Hash));

    [LoggerMessage(7310, LogLevel.Information, "{Count} API keys are in force; added: {Added}; taken out: {Removed}")]
    private partial void LogTaken(int count, string added, string removed);

    [LoggerMessage(7311, LogLevel.Error, "The changed API_KEYS_FILE is not taken, the keys of before stay in force: {Fault}")]
    private partial void LogNotTaken(string fault);
}
