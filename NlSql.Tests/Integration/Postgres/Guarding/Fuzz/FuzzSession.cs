using System.Data;
using System.Globalization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

/// <summary>
/// Plans and runs approved statements as a superuser on two connections of their own, and tells what of it had an effect. Blocks its thread: the random
/// tests have one of their own, so that they take none from the pool.
/// </summary>
internal sealed class FuzzSession : IDisposable
{
    /// <summary>Bytes that a server process may come to while it plans, what it shares with the others included.</summary>
    public const long MostServerMemory = 256L << 20;

    private const string Files = "SELECT count(*) FROM pg_ls_dir('.') f WHERE f IN (current_database() || '.canary', 'written.out')";

    private const string Settings = "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings WHERE source = 'session'";

    private const int TimeoutMs = 3_000;

    /// <summary>Beyond the server's own timeout: then the server does not answer to it.</summary>
    private const int HangSeconds = 15;

    private readonly string address;
    private readonly GuardScope scope;
    private readonly NpgsqlConnection victim;
    private readonly string settings;
    private NpgsqlConnection planner;
    private NpgsqlConnection runner;

    public FuzzSession(GuardedDatabase database)
    {
        scope = database.Scope;
        address = new NpgsqlConnectionStringBuilder(database.Database.OwnerConnectionString) { CommandTimeout = HangSeconds }.ConnectionString;
        (planner, runner, victim) = (Open(address, scope), Open(address, scope), Open(address, scope));
        settings = Scalar(runner, Settings);
        Victim = int.Parse(Scalar(victim, "SELECT pg_backend_pid()"), CultureInfo.InvariantCulture);
    }

    /// <summary>The process of a session that nobody may end.</summary>
    public int Victim { get; }

    /// <summary>Largest memory of the process that plans, in bytes; 0 where that cannot be read.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Plans that PostgreSQL ended by its own timeout.</summary>
    public int TimedOut { get; private set; }

    /// <summary>Plans a statement; what was wrong with that, null when nothing was.</summary>
    public string? Plan(ApprovedSql approved)
    {
        string? said = null;
        try
        {
            using var batch = new NpgsqlBatch(planner);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(StatementTerms.Explain + BoundedQuery.For(approved, 100).LiteralText));
            batch.ExecuteNonQuery();
        }
        catch (PostgresException error)
        {
            TimedOut += error.SqlState == PostgresErrorCodes.QueryCanceled ? 1 : 0;
            said = Said(error, approved, ref planner);
        }
        catch (NpgsqlException error)
        {
            throw new InvalidOperationException($"PostgreSQL does not end the planning of this statement, or has died of it: {approved.Text}", error);
        }

        Scalar(planner, "ROLLBACK");
        var peak = Peak();
        PeakBytes = Math.Max(PeakBytes, peak);
        if (said is not null || peak <= MostServerMemory)
        {
            return said;
        }

        // What follows is not to be blamed for it.
        planner.Dispose();
        planner = Open(address, scope);
        return $"planning took {peak >> 20} MB of the server's memory";
    }

    /// <summary>Runs a statement: its cells, or the error's code.</summary>
    public (string? Effect, bool GaveRows) Run(ApprovedSql approved)
    {
        var cells = new List<string>();
        try
        {
            Scalar(runner, "BEGIN READ ONLY");
            using var command = BoundedQuery.For(approved, 100).CreateCommand(runner, HangSeconds);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : reader.GetString(column)));
            }
        }
        catch (PostgresException error)
        {
            var said = Said(error, approved, ref runner);
            Scalar(runner, "ROLLBACK");
            return (said, false);
        }

        using var end = new NpgsqlBatch(runner);
        end.BatchCommands.Add(new NpgsqlBatchCommand("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
        end.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK"));
        return (end.ExecuteScalar() is 0L ? Canary(string.Join('|', cells)) : "an advisory lock was taken", true);
    }

    /// <summary>What is different in the end from the beginning: sequences, large objects, files, locks, settings, other sessions.</summary>
    public IReadOnlyList<string> Traces()
    {
        var traces = new List<string>();
        Note(Scalar(runner, "SELECT is_called::text FROM public.counter") == "false", "a sequence was advanced");
        Note(Scalar(runner, "SELECT count(*)::text FROM pg_largeobject_metadata") == "1", "a large object was made or removed");
        Note(Scalar(runner, Files) == "1", "a file was written or removed");
        Note(Scalar(runner, "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory'") == "0", "an advisory lock is held");
        Note(Scalar(runner, "SELECT count(*)::text FROM vault.log") == "0", "a row was written");
        Note(Scalar(runner, Settings) == settings, "a setting was changed");
        Note(Scalar(runner, "SELECT count(*)::text FROM pg_listening_channels()") == "0", "the session listens");
        Note(IsAlive(), "another session was ended");
        return traces;

        void Note(bool isAsBefore, string otherwise)
        {
            if (!isAsBefore)
            {
                traces.Add(otherwise);
            }
        }
    }

    public void Dispose()
    {
        planner.Dispose();
        runner.Dispose();
        victim.Dispose();
    }

    /// <summary>
    /// Npgsql closes a connection after an internal error (XX000), which hstore gave for a bad literal until 16: then it is opened again. Nothing else may
    /// end a session.
    /// </summary>
    private string? Said(PostgresException error, ApprovedSql approved, ref NpgsqlConnection connection)
    {
        if (!connection.FullState.HasFlag(ConnectionState.Open))
        {
            Assert.True(error.SqlState == PostgresErrorCodes.InternalError, $"{error.SqlState}: {error.MessageText} ended the session of {approved.Text}");
            connection.Dispose();
            connection = Open(address, scope);
        }

        return Canary(error.MessageText);
    }

    private static string? Canary(string text) => text.Contains("CANARY", StringComparison.Ordinal) ? text : null;

    private static NpgsqlConnection Open(string address, GuardScope scope)
    {
        var connection = new NpgsqlConnection(address);
        connection.Open();
        var pins = string.Concat(TransactionPins.Planner.Select(pin => $"SET {pin.Name} = {pin.Value}; "));
        var path = string.Join(", ", scope.SearchPath.Prepend("pg_catalog").Append("pg_temp"));
        Scalar(connection, $"{pins}SET search_path = {path}; SET statement_timeout = {TimeoutMs}; SET lock_timeout = 1000; SET canary.word = 'CANARY'");
        return connection;
    }

    private static string Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private bool IsAlive()
    {
        try
        {
            return Scalar(victim, "SELECT 1") == "1";
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary><c>VmHWM:     12345 kB</c>.</summary>
    private long Peak()
    {
        var status = $"/proc/{planner.ProcessID}/status";
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture, out var kilobytes)
                ? kilobytes << 10
                : 0;
    }
}
