using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// The number that a PostgreSQL server was given when its data were made, with the database's own name: they stay at a new address and behind a pooler that
/// calls the database otherwise, and the server's replicas have them too.
/// </summary>
internal static class SystemIdentifier
{
    /// <summary>Null where the server does not tell it: the function may be barred, and what only speaks PostgreSQL's protocol need not have it.</summary>
    public static async Task<string?> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            using var command = source.CreateCommand(
                "SELECT pg_catalog.concat(system_identifier, '-', pg_catalog.current_database()) FROM pg_catalog.pg_control_system()");
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
        }
        catch (PostgresException)
        {
            return null;
        }
    }
}
