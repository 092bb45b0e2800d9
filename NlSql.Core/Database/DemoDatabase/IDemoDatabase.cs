using NlSql.Core.Database.EmbeddedPostgres;

namespace NlSql.Core.Database.DemoDatabase;

/// <summary>The demo company in the embedded server.</summary>
internal interface IDemoDatabase
{
    /// <summary>
    /// Makes sure that the database <see cref="DemoDatabaseLoader.DatabaseName"/> is there in this program's version: a few milliseconds
    /// when it is, 5 to 15 seconds when it has to be loaded. Safe to call from several processes at once.
    /// </summary>
    Task EnsureAsync(EmbeddedServerState server, IProgress<string>? progress, CancellationToken cancellationToken);
}
