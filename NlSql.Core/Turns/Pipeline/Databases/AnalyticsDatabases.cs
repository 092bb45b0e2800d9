using System.Collections.Concurrent;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <inheritdoc cref="IAnalyticsDatabases" />
internal sealed class AnalyticsDatabases : IAnalyticsDatabases, IAsyncDisposable
{
    private readonly DatabaseParts parts;
    private readonly ConcurrentDictionary<string, Lazy<AnalyticsDatabase>> others = new(StringComparer.Ordinal);
    private readonly AnalyticsDatabase fallback;

    public AnalyticsDatabases(DatabaseParts parts)
    {
        this.parts = parts;
        fallback = new AnalyticsDatabase(null, parts);
    }

    /// <inheritdoc />
    public IAnalyticsDatabase Default => fallback;

    /// <summary>The default and every other that was opened.</summary>
    public IEnumerable<AnalyticsDatabase> Opened => others.Values.Where(o => o.IsValueCreated).Select(o => o.Value).Prepend(fallback);

    /// <inheritdoc />
    public IAnalyticsDatabase Open(string databaseName) =>
        string.Equals(databaseName, parts.Options.Value.Name, StringComparison.Ordinal)
            ? fallback
            : others.GetOrAdd(databaseName, name => new Lazy<AnalyticsDatabase>(() => new AnalyticsDatabase(name, parts))).Value;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var database in Opened)
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }
    }
}
