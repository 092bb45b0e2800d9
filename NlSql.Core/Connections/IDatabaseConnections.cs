using Npgsql;

namespace NlSql.Core.Connections;

/// <summary>Opens connection pools to the configured server, or to the embedded one, which is started when it is needed first.</summary>
public interface IDatabaseConnections
{
    /// <summary>For people, before anything is opened: host, port and database, or <c>Demo database</c>.</summary>
    string Describe(string? databaseName);

    /// <summary>
    /// A pool for <paramref name="databaseName"/> (null is the configured one); the caller disposes it. No connection has to be open yet.
    /// Throws <see cref="Failures.PipelineFailureException"/> when the embedded server cannot be started.
    /// </summary>
    Task<DatabaseConnection> OpenAsync(string? databaseName, CancellationToken cancellationToken);
}

/// <param name="DisplayName">Host, port and name for people; no secret.</param>
public sealed record DatabaseConnection(NpgsqlDataSource DataSource, string DisplayName);
