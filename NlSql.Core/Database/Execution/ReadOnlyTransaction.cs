using System.Data;
using System.Globalization;
using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution.Plans;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>
/// A connection inside <c>BEGIN READ ONLY</c> whose settings are pinned until the rollback, which always comes. The first query in
/// it has run when it is handed out, so the server refuses <c>SET TRANSACTION READ WRITE</c> from then on.
/// </summary>
internal sealed class ReadOnlyTransaction : IAsyncDisposable
{
    /// <summary>Milliseconds that the server keeps a transaction open in which nothing happens: we died or lost the network.</summary>
    private const int IdleTimeoutMs = 60_000;

    private const int RollbackTimeoutSeconds = 5;

    /// <summary>
    /// Milliseconds between two looks of the server at whether we are still connected while it computes: a killed process leaves no statement behind.
    /// PostgreSQL has the setting from 14 on, and refuses it on systems that cannot tell (Windows).
    /// </summary>
    private const string PresenceCheck = """
        CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) IS NOT NULL AND pg_catalog.version() ~ 'linux|bsd|darwin|solaris'
        THEN pg_catalog.set_config('client_connection_check_interval', '1000', true) END
        """;

    /// <summary>Set as the role, it gives the session's own back.</summary>
    private const string OwnRole = "none";

    /// <summary>SQLSTATE of a session that the server ended because its transaction was idle; Npgsql has no name for it.</summary>
    private const string IdleInTransactionTimeout = "25P03";

    private const string Begin = "BEGIN TRANSACTION READ ONLY";
    private const string SnapshotBegin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private const string Rollback = "ROLLBACK";

    private readonly NpgsqlConnection connection;
    private bool isOver;

    private ReadOnlyTransaction(NpgsqlConnection connection) => this.connection = connection;

    public NpgsqlConnection Connection => connection;

    /// <summary>What the server said to the EXPLAIN that it was opened with; null when there was none.</summary>
    public string? Plan { get; private set; }

    /// <summary>
    /// Opens one. A pooled connection that died while idle is found out by the first round trip; then the pool is emptied and
    /// one fresh connection is tried, which is safe because nothing was sent that runs.
    /// </summary>
    /// <param name="explain">An EXPLAIN to send with it, in the same round trip; null for none.</param>
    public static async Task<ReadOnlyTransaction> BeginAsync(
        NpgsqlDataSource dataSource, RunTag tag, SessionLimits limits, Explanation? explain, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(dataSource, tag, limits, explain, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (IsDeadConnection(error) && !cancellationToken.IsCancellationRequested)
        {
            dataSource.Clear();
            return await OpenAsync(dataSource, tag, limits, explain, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks what there is left to ask and rolls back, in one round trip. Where that fails, disposing rolls back.</summary>
    public async Task EndAsync(IReadOnlyList<PlanQuestion> questions, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var question in questions)
        {
            batch.BatchCommands.Add(question.Command());
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(Rollback));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            foreach (var question in questions)
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    question.Take(reader);
                }

                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        isOver = true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await using var connection = this.connection.ConfigureAwait(false);
        if (isOver || this.connection.FullState.HasFlag(ConnectionState.Broken) || !this.connection.FullState.HasFlag(ConnectionState.Open))
        {
            return;
        }

        try
        {
            using var rollback = new NpgsqlCommand(Rollback, this.connection) { CommandTimeout = RollbackTimeoutSeconds };
            await rollback.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone, and with it the transaction; the pool drops it.
        }
    }

    private static async Task<ReadOnlyTransaction> OpenAsync(
        NpgsqlDataSource dataSource, RunTag tag, SessionLimits limits, Explanation? explain, CancellationToken cancellationToken)
    {
        if (limits is { RunAs: "role" } && tag.Analyst == OwnRole)
        {
            throw new PipelineFailureException(new PipelineFailure(
                FailureParty.Infrastructure,
                FailureTypes.DatabaseRoleRefused,
                $"RUN_AS=role: \"{OwnRole}\" is no role's name, but PostgreSQL's word for taking none, and NlSql's own role would run the statement.",
                "Give this analyst another name."));
        }

        // Where a role is taken, its errors must not be confused with the statement's: a round trip more.
        var isApart = explain is not null && limits.RunAs is "role";
        var connection = await ConnectAsync(dataSource, cancellationToken).ConfigureAwait(false);
        try
        {
            // One round trip: what follows an error is not looked at by the server.
            using var setUp = new NpgsqlBatch(connection);
            setUp.BatchCommands.Add(new NpgsqlBatchCommand(limits.IsOneSnapshot ? SnapshotBegin : Begin));
            setUp.BatchCommands.Add(PinCommand(tag, limits));
            if (limits.Definitions is { } definitions)
            {
                setUp.BatchCommands.Add(CodeMark.Command(definitions.Mark, definitions.Relations));
            }

            if (explain is not null && !isApart)
            {
                return new ReadOnlyTransaction(connection) { Plan = await ExplainAsync(setUp, explain, limits, cancellationToken).ConfigureAwait(false) };
            }

            await setUp.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (CodeMark.HasChanged(error))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new PipelineFailureException(
                new PipelineFailure(
                    FailureParty.Database,
                    FailureTypes.SchemaChanged,
                    "Definitions in the database (columns, functions, types, operators, casts) have changed since this statement was checked.",
                    "Send it again: it is checked by the new ones then.",
                    IsTransient: true),
                error);
        }
        catch (PostgresException error)
            when (limits.RunAs is "role" && error.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.InsufficientPrivilege)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            var role = Identifier.AlwaysQuote(tag.Analyst);
            throw new PipelineFailureException(
                new PipelineFailure(
                    FailureParty.Database,
                    FailureTypes.DatabaseRoleRefused,
                    $"RUN_AS=role: the database has no role {role}, or NlSql's role may not take it.",
                    $"CREATE ROLE {role} NOLOGIN; GRANT {role} TO the role in DB_USER; and GRANT to {role} what this person may read."),
                error);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var transaction = new ReadOnlyTransaction(connection);
        return isApart ? await transaction.ExplainedAsync(explain!, limits, cancellationToken).ConfigureAwait(false) : transaction;
    }

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ConnectionFailures.IsOfCertificates(error))
        {
            throw new PipelineFailureException(ConnectionFailures.From(error, dataSource), error);
        }
    }

    private async Task<ReadOnlyTransaction> ExplainedAsync(Explanation explain, SessionLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            using var batch = new NpgsqlBatch(connection);
            Plan = await ExplainAsync(batch, explain, limits, cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends the batch with the question behind it, and gives the answer: the first cell of the last result.</summary>
    private static async Task<string?> ExplainAsync(NpgsqlBatch batch, Explanation explain, SessionLimits limits, CancellationToken cancellationToken)
    {
        var before = Math.Max(0, batch.BatchCommands.Count - 1);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(explain.Sql));
        batch.Timeout = (limits.StatementTimeoutMs / 1000) + 10;
        explain.Sending();
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);

        // Every command before it gives a result but BEGIN, with which a batch begins.
        for (var result = 0; result < before; result++)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetString(0) : null;
    }

    private static NpgsqlBatchCommand PinCommand(RunTag tag, SessionLimits limits)
    {
        var settings = new List<(string Name, string Value)>
        {
            ("statement_timeout", Text(limits.StatementTimeoutMs)),
            ("lock_timeout", Text(limits.LockTimeoutMs)),
            ("idle_in_transaction_session_timeout", Text(IdleTimeoutMs)),
            ("standard_conforming_strings", "on"),
            ("backslash_quote", "safe_encoding"),
            ("datestyle", "ISO, YMD"),
            ("intervalstyle", "postgres"),
            ("extra_float_digits", "1"),
            ("bytea_output", "hex"),
            ("application_name", ApplicationName.For(tag)),
            ("timezone", limits.TimeZone),
        };
        if (limits.SearchPath.Count > 0)
        {
            settings.Add(("search_path", SearchPathText(limits.SearchPath)));
        }

        if (limits.RunAs is not "off")
        {
            settings.Add(("app.user", tag.Analyst));
        }

        if (limits.RunAs is "role")
        {
            // As SET LOCAL ROLE: the rollback ends it. Behind what is NlSql's own to set.
            settings.Add(("role", tag.Analyst));
        }

        var command = new NpgsqlBatchCommand();
        var calls = new List<string>(settings.Count);
        foreach (var (name, value) in settings)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            calls.Add(string.Create(CultureInfo.InvariantCulture, $"pg_catalog.set_config('{name}', ${command.Parameters.Count}, true)"));
        }

        calls.Add(PresenceCheck);
        command.CommandText = "SELECT " + string.Join(", ", calls);
        return command;
    }

    private static string SearchPathText(IReadOnlyList<string> schemas) => string.Join(
        ", ",
        schemas.Where(s => s is not ("pg_catalog" or "pg_temp")).Prepend("pg_catalog").Append("pg_temp").Select(Identifier.AlwaysQuote));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsDeadConnection(NpgsqlException error) => error switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransactionTimeout,
        _ => error.InnerException is IOException or System.Net.Sockets.SocketException,
    };
}

/// <param name="Sql">EXPLAIN of one statement, with one cell for an answer.</param>
/// <param name="Sending">Called just before it is sent.</param>
internal sealed record Explanation(string Sql, Action Sending);
