using Npgsql;

namespace NlSql.Tests.Fakes;

/// <summary>What a statement gives, to compare two statements by.</summary>
internal static class TextRows
{
    /// <summary>The names of the columns, then the rows as PostgreSQL writes them, in an order that does not depend on the plan.</summary>
    /// <exception cref="PostgresException">The database refuses the statement.</exception>
    public static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(string.Join('\u001f', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "\u2400" : reader.GetString(i))));
        }

        rows.Sort(StringComparer.Ordinal);
        rows.Insert(0, string.Join('\u001f', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)));
        return rows;
    }
}
