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

    /// <summary>Written at a time, so that a long cell asks for no buffer of its own length.</summary>
    private const int PieceBytes = 4 * 1024;

    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create(",\"\r\n"u8);

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
            Field(i, Encoding.UTF8.GetBytes(columns[i].Name), isText: true);
        }

        EndRow();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (CellText.Of(row[i]) is { } text)
            {
                Field(i, Encoding.UTF8.GetBytes(text), IsText(kinds[i]));
            }
            else
            {
                Nothing(i);
            }
        }

        return EndRowAsync(cancellationToken);
    }

    /// <inheritdoc />
    ValueTask ITextRowSink.WriteTextAsync(TextRow row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (row.IsNull(i))
            {
                Nothing(i);
            }
            else if (kinds[i] is ColumnKind.Boolean)
            {
                Field(i, row[i] is [(byte)'t'] ? "true"u8 : "false"u8, isText: false);
            }
            else
            {
                Field(i, row[i], IsText(kinds[i]));
            }
        }

        return EndRowAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>What people typed: only there can somebody have hidden a formula.</summary>
    private static bool IsText(ColumnKind kind) => kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float
        or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz or ColumnKind.Time or ColumnKind.Interval or ColumnKind.Boolean);

    private void Nothing(int index)
    {
        if (index > 0)
        {
            Byte((byte)',');
        }
    }

    private void Field(int index, ReadOnlySpan<byte> text, bool isText)
    {
        var isQuoted = text.IsEmpty || text.ContainsAny(NeedsQuotes);
        var mark = isText && format.NeutralizeFormulas ? SpreadsheetFormula.Find(text, 0) : -1;
        if (!isQuoted && mark < 0 && text.Length <= PieceBytes)
        {
            Plain(index, text);
            return;
        }

        Nothing(index);
        if (isQuoted)
        {
            Byte((byte)'"');
        }

        for (; mark >= 0; mark = SpreadsheetFormula.Find(text, 1))
        {
            Text(text[..mark], isQuoted);
            Byte((byte)'\'');
            text = text[mark..];
        }

        Text(text, isQuoted);
        if (isQuoted)
        {
            Byte((byte)'"');
        }
    }

    /// <summary>What most fields are: their bytes as they came, behind a comma.</summary>
    private void Plain(int index, ReadOnlySpan<byte> text)
    {
        var comma = index > 0 ? 1 : 0;
        var span = output.GetSpan(text.Length + 1);
        span[0] = (byte)',';
        text.CopyTo(span[comma..]);
        output.Advance(text.Length + comma);
    }

    private void Text(ReadOnlySpan<byte> text, bool isQuoted)
    {
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(text.Length, PieceBytes)];
            var quote = isQuoted ? piece.IndexOf((byte)'"') : -1;
            piece = quote >= 0 ? piece[..(quote + 1)] : piece;
            var span = output.GetSpan(piece.Length + 1);
            piece.CopyTo(span);
            span[piece.Length] = (byte)'"';
            output.Advance(piece.Length + (quote >= 0 ? 1 : 0));
            text = text[piece.Length..];
        }
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
