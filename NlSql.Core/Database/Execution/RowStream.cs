using System.Buffers;
using System.Data;
using NlSql.Core.Database.Execution.Cells;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Rows of a running statement in PostgreSQL's text form. Disposing early stops the statement at the server first.</summary>
internal sealed class RowStream : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;
    private readonly CellCap cap;
    private bool ended;

    private RowStream(NpgsqlCommand command, NpgsqlDataReader reader, CellCap cap)
    {
        this.command = command;
        this.cap = cap;
        this.reader = reader;
        Columns = ResultColumns.Describe(reader);
        Current = new string?[Columns.Count];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The row last read; the array is used again for the next.</summary>
    public string?[] Current { get; }

    /// <summary>Cells that were longer than they may be: each holds its beginning and says that it was cut.</summary>
    public long CutCells { get; private set; }

    /// <summary>Starts the statement. Rows come piece by piece, so that no cell needs more memory than <paramref name="cap"/> lets it have.</summary>
    public static async Task<RowStream> OpenAsync(NpgsqlCommand command, CellCap cap, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        return new RowStream(command, reader, cap);
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ended = true;
                return false;
            }

            var room = cap.RowBytes;
            for (var i = 0; i < Current.Length; i++)
            {
                if (await reader.IsDBNullAsync(i, cancellationToken).ConfigureAwait(false))
                {
                    Current[i] = null;
                    continue;
                }

                // Bytes of UTF-8, as the server announces them before the first one.
                var length = reader.GetBytes(i, 0, null, 0, 0);
                var allowed = Math.Min(cap.CellBytes, Math.Max(room, CellCap.Short));
                Current[i] = length > allowed ? await BeginningAsync(i, length, (int)allowed, cancellationToken).ConfigureAwait(false)
                    : length <= CellCap.Short ? reader.GetString(i) // Comes with its row's beginning: no task is needed to wait with.
                    : await reader.GetFieldValueAsync<string>(i, cancellationToken).ConfigureAwait(false);
                room -= Math.Min(length, allowed);
            }

            return true;
        }
        catch (NpgsqlException)
        {
            ended = true;
            throw;
        }
    }

    /// <summary>The current row as typed values.</summary>
    public void ReadValues(object?[] values)
    {
        for (var i = 0; i < Current.Length; i++)
        {
            values[i] = Current[i] is { } text ? PostgresText.Parse(text, Columns[i].Kind) : null;
        }
    }

    /// <summary>
    /// Ends the statement if it has not ended, and waits for the server's word. True when the server has said that it is over; false when
    /// the connection broke, so that nobody knows.
    /// </summary>
    public async ValueTask<bool> StopAsync()
    {
        if (!ended)
        {
            ended = true;

            // Closing a reader drains what is left: a long statement would go on for nobody. The driver sends a cancel blocking only.
            await Task.Run(command.Cancel).ConfigureAwait(false);
        }

        try
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or IOException)
        {
            // The answer to our own cancel, or a connection that broke before; both were reported already.
        }

        return command.Connection is { FullState: ConnectionState.Open };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async ValueTask<string> BeginningAsync(int ordinal, long length, int allowed, CancellationToken cancellationToken)
    {
        CutCells++;
        var buffer = ArrayPool<char>.Shared.Rent(allowed);
        try
        {
            using var text = await reader.GetTextReaderAsync(ordinal, cancellationToken).ConfigureAwait(false);
            var read = await text.ReadBlockAsync(buffer.AsMemory(0, allowed), cancellationToken).ConfigureAwait(false);
            return CellCap.Mark(buffer.AsSpan(0, read), allowed, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
