using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.Connections;

/// <summary>Opens the database that analysts ask. The only place that knows a password.</summary>
public interface IDataSourceFactory
{
    /// <summary>
    /// Pools of connections; the caller disposes them. Without DB_HOST the embedded server is started first and the demo database
    /// loaded if need be, and the pools work as the read-only role <c>nlsql_reader</c>. Does not connect to a configured server: the
    /// first use does. Throws <see cref="PipelineFailureException"/> when the embedded server cannot be started.
    /// </summary>
    /// <param name="databaseName">Another database of the same server; null for the configured one.</param>
    /// <param name="behindPooler">Something between hands out the server's sessions; see <see cref="DatabaseOptions.Prepare"/>.</param>
    /// <param name="progress">Told what takes long (starting, loading), in words for people.</param>
    Task<DatabasePools> CreateAsync(string? databaseName, bool behindPooler, IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Pools in the place of <paramref name="pools"/>, made by <see cref="CreateAsync"/>, when the server is no longer where those look for it: the embedded
    /// server may come back on another port. Null when they still lead there; a configured server does not move.
    /// </summary>
    Task<DatabasePools?> ReplaceAsync(DatabasePools pools, string? databaseName, CancellationToken cancellationToken);

    /// <summary>Which database that is, without connecting to it.</summary>
    DatabaseIdentity Identify(string? databaseName);
}

/// <summary>A database as people and files name it; no secret.</summary>
/// <param name="Id">Key for indexes and stored state: letters, digits, <c>.</c>, <c>-</c> and <c>_</c> only; the same after a restart.</param>
/// <param name="Name">The database's name on its server.</param>
/// <param name="DisplayName">For people, for instance <c>sales on db.example.com:5432</c> or <c>Demo database</c>.</param>
public sealed record DatabaseIdentity(string Id, string Name, string DisplayName)
{
    /// <summary>True for the demo database that comes with NlSql.</summary>
    public bool IsDemo { get; init; }
}
