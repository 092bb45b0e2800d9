using System.Data;
using NlSql.Core.Database.Execution.Cells;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Rows of a running statement in PostgreSQL's text form. Disposing early stops the statement at the server first.</summary>
internal sealed class RowStream : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;
    private bool ended;

    private RowStream(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        this.command = command;
        this.reader = reader;
        Columns = ResultColumns.Describe(reader);
        Current = new string?[Columns.Count];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The row last read; the array is used again for the next.</summary>
    public string?[] Current { get; }

    public static async Task<RowStream> OpenAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return new RowStream(command, reader);
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
        }
        catch (NpgsqlException)
        {
            ended = true;
            throw;
        }

        for (var i = 0; i < Current.Length; i++)
        {
            Current[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
        }

        return true;
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
}
