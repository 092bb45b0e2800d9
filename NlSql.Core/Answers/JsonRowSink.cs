using System.IO.Pipelines;
using System.Text.Json;
using NlSql.Core.Execution;

namespace NlSql.Core.Answers;

/// <summary>An export as one JSON document, <c>{"columns":[{"name","type"}],"rows":[[...]]}</c>, with flat memory; cells as in <see cref="CellJson"/>.</summary>
public sealed class JsonRowSink(PipeWriter output) : IRowSink, IAsyncDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Encoder = AnswerJson.Options.Encoder });
    private IReadOnlyList<ResultColumn> _columns = [];

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        _columns = columns;
        _writer.WriteStartObject();
        _writer.WritePropertyName("columns");
        JsonSerializer.Serialize(_writer, ColumnDocument.From(columns), AnswerJson.Options);
        _writer.WriteStartArray("rows");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        CellJson.WriteRow(_writer, row, _columns);
        if (_writer.BytesPending + output.UnflushedBytes >= FlushBytes)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        var flush = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flush.IsCompleted || flush.IsCanceled)
        {
            throw new OperationCanceledException("The reader of the file went away.");
        }
    }
}
