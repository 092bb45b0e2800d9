using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// Whether something between us and PostgreSQL hands out its sessions (PgBouncer and its kind): the process id that a client is given to cancel by is then the
/// pooler's own and not that of the server's process. In transaction mode the next statement may come to another session, which knows nothing of what was
/// prepared in the last one.
/// </summary>
internal static class PoolerCheck
{
    public static async Task<bool> IsBetweenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection);
                return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! != connection.ProcessID;
            }
        }
        catch (Exception e) when (ConnectionFailures.Covers(e))
        {
            throw new Foundation.Failures.PipelineFailureException(ConnectionFailures.From(e, source), e);
        }
    }
}
