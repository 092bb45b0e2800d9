using System.Collections.Concurrent;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <inheritdoc cref="IAnalyticsDatabases" />
internal sealed class AnalyticsDatabases : IAnalyticsDatabases, IAsyncDisposable
{
    private readonly DatabaseParts _parts;
    private readonly ConcurrentDictionary<string, Lazy<AnalyticsDatabase>> _others = new(StringComparer.Ordinal);
    private readonly AnalyticsDatabase _default;

    public AnalyticsDatabases(DatabaseParts parts)
    {
        _parts = parts;
        _default = new AnalyticsDatabase(null, parts);
    }

    /// <inheritdoc />
    public IAnalyticsDatabase Default => _default;

    /// <summary>The default and every other that was opened.</summary>
    public IEnumerable<AnalyticsDatabase> Opened => _others.Values.Where(o => o.IsValueCreated).Select(o => o.Value).Prepend(_default);

    /// <inheritdoc />
    public IAnalyticsDatabase Open(string databaseName) =>
        string.Equals(databaseName, _parts.Options.Value.Name, StringComparison.Ordinal)
            ? _default
            : _others.GetOrAdd(databaseName, name => new Lazy<AnalyticsDatabase>(() => new AnalyticsDatabase(name, _parts))).Value;

    /// <summary>Closes one that <see cref="Open"/> gave and frees what it holds; opening it again starts afresh.</summary>
    public async ValueTask CloseAsync(string databaseName)
    {
        if (_others.TryRemove(databaseName, out var database) && database.IsValueCreated)
        {
            await database.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var database in Opened)
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }
    }
}
