using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>
/// A JSON array of objects, one a line, so that line tools can read it too. Of two columns with the same name the second is
/// <c>name_2</c>. Cells are as in the API.
/// </summary>
public sealed class JsonRowSink : IRowSink, IAsyncDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _output;
    private readonly Utf8JsonWriter _json;
    private JsonEncodedText[] _names = [];
    private IReadOnlyList<ResultColumn> _columns = [];
    private bool _isFirst = true;

    public JsonRowSink(PipeWriter output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, Options);
    }

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        _names = [.. DistinctNames(columns).Select(name => JsonEncodedText.Encode(name, Options.Encoder))];
        _columns = columns;
        Raw("["u8);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        Raw(_isFirst ? "\n"u8 : ",\n"u8);
        _isFirst = false;
        _json.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            _json.WritePropertyName(_names[i]);
            CellJson.Write(_json, row[i], _columns[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        if (_output.UnflushedBytes >= CsvRowSink.FlushBytes)
        {
            await ReaderPresence.FlushAsync(_output, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Raw("\n]\n"u8);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private static IEnumerable<string> DistinctNames(IReadOnlyList<ResultColumn> columns)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var name = column.Name;
            for (var number = 2; !used.Add(name); number++)
            {
                name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{column.Name}_{number}");
            }

            yield return name;
        }
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_output.GetSpan(text.Length));
        _output.Advance(text.Length);
    }
}
