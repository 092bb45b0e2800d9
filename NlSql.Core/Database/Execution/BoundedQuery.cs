using System.Globalization;
using NlSql.Core.Sql.Guarding;
using Npgsql;
using NpgsqlTypes;

namespace NlSql.Core.Database.Execution;

/// <summary>
/// An approved statement under a row limit. The limit travels as a positional parameter, and that is more than tidiness: a command
/// with positional parameters is the one kind that Npgsql sends as it is, without splitting it on <c>;</c> with a lexer of its own,
/// and the server's extended protocol refuses a second statement. (<see cref="NpgsqlBatch"/> does the same but cannot ask for
/// results as text.)
/// </summary>
internal sealed class BoundedQuery
{
    private const string Prefix = "SELECT * FROM (\n";
    private const string Suffix = "\n) q LIMIT ";

    private static long afresh;

    private readonly string sql;
    private readonly string end;
    private readonly long? limit;

    private BoundedQuery(string sql, long? limit, string end)
    {
        this.sql = sql;
        this.end = end;
        this.limit = limit;
    }

    /// <summary>UTF-16 characters before the approved text.</summary>
    public static int PrefixLength => Prefix.Length;

    public string ParameterText => $"{Prefix}{sql}{Suffix}$1{end}";

    /// <summary>For EXPLAIN, so that the planner sees the limit.</summary>
    public string LiteralText => $"{Prefix}{sql}{Suffix}{limit?.ToString(CultureInfo.InvariantCulture) ?? "ALL"}";

    /// <param name="limit">Null for every row: <c>LIMIT NULL</c> is no limit.</param>
    public static BoundedQuery For(ApprovedSql sql, long? limit) => new(sql.Text, limit, "");

    /// <summary>The same as a text that was never sent before, so that no connection has it prepared.</summary>
    public BoundedQuery Afresh() => new(sql, limit, string.Create(CultureInfo.InvariantCulture, $" /* {Interlocked.Increment(ref afresh)} */"));

    public NpgsqlCommand CreateCommand(NpgsqlConnection connection, int timeoutSeconds)
    {
        var command = new NpgsqlCommand(ParameterText, connection) { CommandTimeout = timeoutSeconds, AllResultTypesAreUnknown = true };
        command.Parameters.Add(new NpgsqlParameter { Value = this.limit is { } limit ? limit : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return command;
    }
}
