using System.Data;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// Reading the system catalogs inside a transaction: read only, with settings that make texts the same on every server, and with a search path on which nothing
/// of the user's stands. Whoever may create an operator or a function in a schema of the path that a role has by itself would else have it called by NlSql's
/// own questions, with NlSql's rights: PostgreSQL has no <c>oid || text</c>.
/// </summary>
internal static class CatalogSession
{
    private const string Pins = """
        SET TRANSACTION READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL timezone = 'UTC';
        SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL quote_all_identifiers = off; SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '2s';
        SET LOCAL jit = off
        """;

    /// <summary>Opens a connection with such a transaction in one snapshot, for as long as <paramref name="read"/> takes.</summary>
    public static async Task<T> ReadAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await PinAsync(connection, cancellationToken).ConfigureAwait(false);
                return await read(connection).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The first thing to do in the transaction that is open on <paramref name="connection"/>.</summary>
    /// <param name="further">More SET LOCAL commands, separated by semicolons; null for none.</param>
    public static async Task PinAsync(NpgsqlConnection connection, CancellationToken cancellationToken, string? further = null)
    {
        var command = new NpgsqlCommand(further is null ? Pins : $"{Pins}; {further}", connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All rows of one query.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(map(reader));
                }

                return rows;
            }
        }
    }
}
