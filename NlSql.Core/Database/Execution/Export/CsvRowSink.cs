using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>
/// CSV by RFC 4180 (comma, CRLF, quotes where needed), UTF-8, with the column names as its first line. NULL is an empty field and the
/// empty string <c>""</c>, as PostgreSQL's own COPY has it. What a spreadsheet would take for a formula in a text, also in a cell that it would
/// make of a part of it, gets an apostrophe in front unless that is turned off; numbers never do.
/// </summary>
public sealed class CsvRowSink : ITextRowSink
{
    /// <summary>Written to the reader each time so many bytes have come together: memory stays flat whatever the number of rows.</summary>
    internal const int FlushBytes = 64 * 1024;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly PipeWriter output;
    private readonly CsvFormat format;
    private ColumnKind[] kinds = [];

    public CsvRowSink(PipeWriter output, CsvFormat format)
    {
        this.output = output;
        this.format = format;
    }

    /// <inheritdoc />
    public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
    {
        kinds = [.. columns.Select(c => c.Kind)];
        if (format.ByteOrderMark)
        {
            output.Write(Encoding.UTF8.Preamble);
        }

        for (var i = 0; i < columns.Count; i++)
        {
            Field(i, columns[i].Name, isText: true);
        }

        EndRow();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < row.Length; i++)
        {
            Field(i, CellText.Of(row[i]), IsText(kinds[i]));
        }

        return EndRowAsync(cancellationToken);
    }

    /// <inheritdoc />
    ValueTask ITextRowSink.WriteTextAsync(string?[] row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var text = row[i];
            if (text is not null && kinds[i] is ColumnKind.Boolean)
            {
                text = text is "t" ? "true" : "false";
            }

            Field(i, text, IsText(kinds[i]));
        }

        return EndRowAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>What people typed: only there can somebody have hidden a formula.</summary>
    private static bool IsText(ColumnKind kind) => kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float
        or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz or ColumnKind.Time or ColumnKind.Interval or ColumnKind.Boolean);

    private void Field(int index, string? text, bool isText)
    {
        if (index > 0)
        {
            Byte((byte)',');
        }

        if (text is null)
        {
            return;
        }

        text = isText && format.NeutralizeFormulas ? SpreadsheetFormula.Neutralize(text) : text;
        if (text.Length > 0 && !text.AsSpan().ContainsAny(NeedsQuotes))
        {
            Encoding.UTF8.GetBytes(text, output);
            return;
        }

        Byte((byte)'"');
        Encoding.UTF8.GetBytes(text.Replace("\"", "\"\"", StringComparison.Ordinal), output);
        Byte((byte)'"');
    }

    private ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        EndRow();
        return output.UnflushedBytes < FlushBytes ? ValueTask.CompletedTask : ReaderPresence.FlushAsync(output, cancellationToken);
    }

    private void EndRow()
    {
        var span = output.GetSpan(2);
        span[0] = (byte)'\r';
        span[1] = (byte)'\n';
        output.Advance(2);
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}

/// <param name="ByteOrderMark">Excel needs it to read UTF-8.</param>
/// <param name="NeutralizeFormulas">See EXPORT_NEUTRALIZE_FORMULAS.</param>
public sealed record CsvFormat(bool ByteOrderMark = false, bool NeutralizeFormulas = true);
