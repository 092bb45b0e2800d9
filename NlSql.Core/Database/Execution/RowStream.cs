using System.Buffers;
using System.Data;
using NlSql.Core.Database.Execution.Cells;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Rows of a running statement in PostgreSQL's text form. Disposing early stops the statement at the server first.</summary>
internal sealed class RowStream : IAsyncDisposable
{
    private const int SkipBytes = 64 * 1024;

    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;
    private readonly CellCap cap;
    private readonly CancellationToken cancellationToken;

    /// <summary>Asks the server to stop, once; the driver can only do it blocking.</summary>
    private readonly Lazy<Task> cancel;

    private readonly CancellationTokenRegistration asked;
    private bool ended;

    private RowStream(NpgsqlCommand command, NpgsqlDataReader reader, CellCap cap, CancellationToken cancellationToken)
    {
        this.command = command;
        this.cap = cap;
        this.reader = reader;
        this.cancellationToken = cancellationToken;
        cancel = new Lazy<Task>(() => Task.Run(command.Cancel, CancellationToken.None));
        Columns = ResultColumns.Describe(reader, command.Connection!);
        Current = new TextRow(Columns.Count);
        asked = cancellationToken.UnsafeRegister(static task => _ = ((Lazy<Task>)task!).Value, cancel);
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The row last read; it is used again for the next.</summary>
    public TextRow Current { get; }

    /// <summary>Cells that were longer than they may be: each holds its beginning and says that it was cut.</summary>
    public long CutCells { get; private set; }

    /// <summary>Starts the statement. Rows come piece by piece, so that no cell needs more memory than <paramref name="cap"/> lets it have.</summary>
    /// <param name="command">What to send.</param>
    /// <param name="cap">How much of a cell is read.</param>
    /// <param name="cancellationToken">
    /// Stops the statement at the server, for as long as it runs. The driver is not given it for reading: cancelled in the middle of a row it breaks the
    /// connection without a word to the server, and the server sends by the buffer, so that the middle of a row is where a slow statement is waited for.
    /// </param>
    public static async Task<RowStream> OpenAsync(NpgsqlCommand command, CellCap cap, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        return new RowStream(command, reader, cap, cancellationToken);
    }

    public async ValueTask<bool> ReadAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (!await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                ended = true;
                return false;
            }

            var room = cap.RowBytes;
            Current.Begin();
            for (var i = 0; i < Current.Count; i++)
            {
                if (reader.IsDBNull(i))
                {
                    Current.AddNull(i);
                    continue;
                }

                // Bytes of UTF-8, as the server announces them before the first one.
                var length = reader.GetBytes(i, 0, null, 0, 0);
                var allowed = Math.Min(cap.CellBytes, Math.Max(room, CellCap.Short));

                if (length <= CellCap.Short)
                {
                    // It comes with its row's beginning: no task is needed to wait with.
                    var place = Current.Room((int)length);
                    Current.Add(i, length == 0 ? 0 : (int)reader.GetBytes(i, 0, place.Array, place.Offset, place.Count));
                }
                else
                {
                    await LongAsync(i, length, (int)Math.Min(length, allowed)).ConfigureAwait(false);
                }

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
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Current.Value(i, Columns[i].Kind);
        }
    }

    /// <summary>
    /// Ends the statement if it has not ended, and waits for the server's word. True when the server has said that it is over; false when
    /// the connection broke, so that nobody knows.
    /// </summary>
    public async ValueTask<bool> StopAsync()
    {
        await asked.DisposeAsync().ConfigureAwait(false);
        if (!ended || cancel.IsValueCreated)
        {
            ended = true;

            // Closing a reader drains what is left: a long statement would go on for nobody.
            await cancel.Value.ConfigureAwait(false);
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

    /// <summary>Takes a cell, or its beginning of <paramref name="allowed"/> bytes; what is left of it is skipped.</summary>
    private async ValueTask LongAsync(int ordinal, long length, int allowed)
    {
        var stream = reader.GetStream(ordinal);
        await using var disposal = stream.ConfigureAwait(false);
        await stream.ReadExactlyAsync(Current.Room(allowed), CancellationToken.None).ConfigureAwait(false);
        if (allowed == length)
        {
            Current.Add(ordinal, allowed);
            return;
        }

        CutCells++;
        Current.AddCut(ordinal, allowed, length);
        var skipped = ArrayPool<byte>.Shared.Rent(SkipBytes);
        try
        {
            while (await stream.ReadAsync(skipped, CancellationToken.None).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(skipped);
        }
    }
}
