using System.Buffers;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>The bytes of some neighbouring rows; the buffer is lent and goes back on disposal.</summary>
/// <param name="starts">Where each row begins in the buffer, and at last where they end.</param>
internal sealed class RowBatch(byte[] buffer, int[] starts, IReadOnlyList<ResultColumn> columns) : IDisposable
{
    public int Count => starts.Length - 1;

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    public object?[] Row(int index)
    {
        var row = new object?[columns.Count];
        var bytes = Bytes(index);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Value(Next(ref bytes, out var isNull), isNull, i);
        }

        return row;
    }

    public object? Cell(int index, int column)
    {
        var bytes = Bytes(index);
        for (var i = 0; i < column; i++)
        {
            Next(ref bytes, out _);
        }

        return Value(Next(ref bytes, out var isNull), isNull, column);
    }

    private ReadOnlySpan<byte> Bytes(int index) => buffer.AsSpan(starts[index]..starts[index + 1]);

    private object? Value(ReadOnlySpan<byte> text, bool isNull, int column) =>
        isNull ? null : PostgresText.Parse(text, columns[column].Kind);

    /// <summary>The text of the next cell; see <see cref="ResultWriter"/> for the form.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> bytes, out bool isNull)
    {
        ulong length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (bytes.IsEmpty || shift > 63)
            {
                throw new InvalidDataException("A cell's length cannot be read.");
            }

            var part = bytes[0];
            bytes = bytes[1..];
            length |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        isNull = length == 0;
        if (isNull)
        {
            return [];
        }

        if (length - 1 > (ulong)bytes.Length)
        {
            throw new InvalidDataException("A cell reaches beyond its row.");
        }

        var text = bytes[..(int)(length - 1)];
        bytes = bytes[(int)(length - 1)..];
        return text;
    }
}
