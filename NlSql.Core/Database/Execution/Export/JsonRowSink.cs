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

    private readonly PipeWriter output;
    private readonly Utf8JsonWriter json;
    private JsonEncodedText[] names = [];
    private IReadOnlyList<ResultColumn> columns = [];
    private bool isFirst = true;

    public JsonRowSink(PipeWriter output)
    {
        this.output = output;
        json = new Utf8JsonWriter(output, Options);
    }

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        names = [.. DistinctNames(columns).Select(name => JsonEncodedText.Encode(name, Options.Encoder))];
        this.columns = columns;
        Raw("["u8);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        Raw(isFirst ? "\n"u8 : ",\n"u8);
        isFirst = false;
        json.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            json.WritePropertyName(names[i]);
            CellJson.Write(json, row[i], columns[i]);
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
        if (output.UnflushedBytes >= CsvRowSink.FlushBytes)
        {
            await ReaderPresence.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Raw("\n]\n"u8);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => json.DisposeAsync();

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
        text.CopyTo(output.GetSpan(text.Length));
        output.Advance(text.Length);
    }
}
