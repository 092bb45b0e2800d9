using Microsoft.Extensions.Logging;
using NlSql.Core.Database.EmbeddedPostgres;
using Npgsql;

namespace NlSql.Core.Database.DemoDatabase;

/// <summary>
/// Loads the demo company into a fresh database and renames it when it is complete, so that nobody ever connects to half a demo. What
/// version is loaded stands in the maintenance database, out of sight of the analysts.
/// </summary>
internal sealed class DemoDatabaseLoader(TimeProvider time, ILogger<DemoDatabaseLoader> logger) : IDemoDatabase
{
    /// <summary>Name of the database.</summary>
    public const string DatabaseName = "demo";

    /// <summary>Any fixed number: loaders of several processes queue at this advisory lock.</summary>
    private const long LoadLock = 7_305_114_001;

    private const string UnfinishedName = "demo_loading";

    /// <inheritdoc />
    public async Task EnsureAsync(EmbeddedServerState server, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(server, "postgres", pooling: false));
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LoadLock})", cancellationToken).ConfigureAwait(false);
            if (await LoadedVersionAsync(connection, cancellationToken).ConfigureAwait(false) == DemoDatabaseScripts.Version)
            {
                return;
            }

            progress?.Report("Loading the demo database (once, about ten seconds)");
            var began = time.GetTimestamp();
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {UnfinishedName} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"CREATE DATABASE {UnfinishedName}", cancellationToken).ConfigureAwait(false);
            await LoadAsync(server, progress, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {DatabaseName} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"ALTER DATABASE {UnfinishedName} RENAME TO {DatabaseName}", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                $"""
                CREATE TABLE IF NOT EXISTS nlsql_demo (version text NOT NULL);
                DELETE FROM nlsql_demo;
                INSERT INTO nlsql_demo VALUES ('{DemoDatabaseScripts.Version}');
                """,
                cancellationToken).ConfigureAwait(false);
            DemoDatabaseLog.Loaded(logger, DemoDatabaseScripts.Version, (long)time.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private static async Task LoadAsync(EmbeddedServerState server, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(server, UnfinishedName, pooling: false));
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                for (var i = 0; i < DemoDatabaseScripts.All.Count; i++)
                {
                    progress?.Report($"Loading the demo database: step {i + 1} of {DemoDatabaseScripts.All.Count}");
                    await ExecuteAsync(connection, DemoDatabaseScripts.All[i].Sql, cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(connection, "VACUUM (ANALYZE)", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string?> LoadedVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = new NpgsqlCommand(
            $"SELECT to_regclass('nlsql_demo') IS NOT NULL AND EXISTS (SELECT FROM pg_database WHERE datname = '{DatabaseName}')",
            connection);
        await using (exists.ConfigureAwait(false))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            {
                return null;
            }
        }

        var version = new NpgsqlCommand("SELECT version FROM nlsql_demo", connection);
        await using (version.ConfigureAwait(false))
        {
            return await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
