using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>Reading the system catalogs inside a transaction: read only, with settings that make texts the same on every server.</summary>
internal static class CatalogSession
{
    private const string Pins = """
        SET TRANSACTION READ ONLY; SET LOCAL search_path = pg_catalog; SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL timezone = 'UTC';
        SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL quote_all_identifiers = off; SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '2s'
        """;

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
