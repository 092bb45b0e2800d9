using NlSql.Core.Database.Execution.Cells;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>An approved statement that has begun, in a read-only transaction of its own; ended and rolled back on disposal.</summary>
internal sealed class OpenQuery : IAsyncDisposable
{
    /// <summary>The server's own routine, which no language changes: a prepared plan gives other columns than it did, since a table was altered.</summary>
    private const string StalePlanRoutine = "RevalidateCachedQuery";

    private readonly ReadOnlyTransaction transaction;
    private readonly NpgsqlCommand command;

    private OpenQuery(ReadOnlyTransaction transaction, NpgsqlCommand command, RowStream rows)
    {
        this.transaction = transaction;
        this.command = command;
        Rows = rows;
    }

    public RowStream Rows { get; }

    /// <summary>
    /// Starts the statement; once more as a text that nothing was prepared for, where a connection of the pool knows it from before its tables were altered.
    /// </summary>
    /// <param name="sent">Called just before it is sent.</param>
    public static async Task<OpenQuery> StartAsync(
        NpgsqlDataSource dataSource,
        RunTag tag,
        SessionLimits limits,
        BoundedQuery query,
        CellCap cap,
        Action sent,
        CancellationToken cancellationToken)
    {
        try
        {
            return await StartOnceAsync(dataSource, tag, limits, query, cap, sent, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.Routine == StalePlanRoutine && !cancellationToken.IsCancellationRequested)
        {
            return await StartOnceAsync(dataSource, tag, limits, query.Afresh(), cap, sent, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync().ConfigureAwait(false);
        await command.DisposeAsync().ConfigureAwait(false);
        await transaction.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<OpenQuery> StartOnceAsync(
        NpgsqlDataSource dataSource,
        RunTag tag,
        SessionLimits limits,
        BoundedQuery query,
        CellCap cap,
        Action sent,
        CancellationToken cancellationToken)
    {
        var transaction = await ReadOnlyTransaction.BeginAsync(dataSource, tag, limits, explain: null, cancellationToken).ConfigureAwait(false);
        NpgsqlCommand? command = null;
        try
        {
            // The driver's own patience, for a server that no longer answers: longer than the server's limit.
            command = query.CreateCommand(transaction.Connection, (limits.StatementTimeoutMs / 1000) + 10);
            sent();
            return new OpenQuery(transaction, command, await RowStream.OpenAsync(command, cap, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (command is not null)
            {
                await command.DisposeAsync().ConfigureAwait(false);
            }

            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
