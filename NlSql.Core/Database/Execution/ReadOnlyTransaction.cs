using System.Data;
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
    private const int RollbackTimeoutSeconds = 5;

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
            limits.Definitions?.Seen.Forget();
            return await OpenAsync(dataSource, tag, limits, explain, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks what there is left to ask and rolls back, in one round trip. Where that fails, disposing rolls back.</summary>
    public async Task EndAsync(IReadOnlyList<PlanQuestion> questions, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        if (questions.Count > 0)
        {
            batch.BatchCommands.Add(TransactionPins.BehindStatement());
        }

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
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    question.Take(reader);
                }
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
            setUp.BatchCommands.Add(TransactionPins.Command(tag, limits));
            if (limits.Definitions is { } definitions)
            {
                setUp.BatchCommands.Add(CodeMark.Command(definitions));
                setUp.BatchCommands.Add(TransactionPins.BehindCheck(tag, limits));
            }

            var plan = await SendAsync(setUp, limits, isApart ? null : explain, cancellationToken).ConfigureAwait(false);
            if (!isApart)
            {
                return new ReadOnlyTransaction(connection) { Plan = plan };
            }
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

        return await new ReadOnlyTransaction(connection).ExplainedAsync(explain!, limits, cancellationToken).ConfigureAwait(false);
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
            var reader = await ExecuteAsync(batch, explain, limits, cancellationToken).ConfigureAwait(false);
            await using var disposal = reader.ConfigureAwait(false);
            Plan = await PlanAsync(reader, cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends what begins and pins the transaction, with the question behind it where there is one, and gives its answer.</summary>
    private static async Task<string?> SendAsync(NpgsqlBatch setUp, SessionLimits limits, Explanation? explain, CancellationToken cancellationToken)
    {
        var reader = await ExecuteAsync(setUp, explain, limits, cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);

        // Every command gives a result but BEGIN, with which the batch begins: the pins come first.
        if (limits.Definitions is { } definitions)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            definitions.Take(reader);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        if (explain is null)
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return await PlanAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<NpgsqlDataReader> ExecuteAsync(
        NpgsqlBatch batch, Explanation? explain, SessionLimits limits, CancellationToken cancellationToken)
    {
        if (explain is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(explain.Sql));
            batch.Timeout = (limits.StatementTimeoutMs / 1000) + 10;
            explain.Sending();
        }

        return await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first cell.</summary>
    private static async Task<string?> PlanAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetString(0) : null;

    private static bool IsDeadConnection(NpgsqlException error) => error switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransactionTimeout,
        _ => error.InnerException is IOException or System.Net.Sockets.SocketException,
    };
}

/// <param name="Sql">EXPLAIN of one statement, with one cell for an answer.</param>
/// <param name="Sending">Called just before it is sent.</param>
internal sealed record Explanation(string Sql, Action Sending);
