using System.Text;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>Reads rows that <see cref="ResultWriter"/> wrote; a page costs one seek and its own bytes.</summary>
internal sealed class ResultReader : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly SpooledResult _spooled;
    private readonly BinaryReader _input;

    public ResultReader(string folder, SpooledResult spooled)
    {
        _spooled = spooled;
        _input = new BinaryReader(
            new FileStream(ResultWriter.RowsPath(folder, spooled.Result.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes),
            Encoding.UTF8);
        if (spooled.OffsetsAt < 0 || _input.BaseStream.Length != spooled.OffsetsAt + (spooled.Result.RowCount * sizeof(long)))
        {
            _input.Dispose();
            throw new InvalidDataException("The rows file has not the length that its description tells.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _input.Dispose();

    public List<object?[]> ReadRange(long offset, int count)
    {
        var available = Math.Clamp(_spooled.Result.RowCount - offset, 0, count);
        var rows = new List<object?[]>((int)available);
        if (available > 0)
        {
            Seek(OffsetOf(offset));
            for (var i = 0; i < available; i++)
            {
                rows.Add(ReadRow());
            }
        }

        return rows;
    }

    /// <summary>Rows by their numbers, in the order given.</summary>
    public List<object?[]> ReadRows(ReadOnlySpan<int> numbers)
    {
        var rows = new List<object?[]>(numbers.Length);
        foreach (var number in numbers)
        {
            Seek(OffsetOf(number));
            rows.Add(ReadRow());
        }

        return rows;
    }

    /// <summary>One column of every row.</summary>
    public object?[] ReadColumn(int column)
    {
        Seek(0);
        var values = new object?[_spooled.Result.RowCount];
        for (var row = 0; row < values.Length; row++)
        {
            for (var i = 0; i < _spooled.Result.Columns.Count; i++)
            {
                if (i == column)
                {
                    values[row] = ReadCell(i);
                }
                else
                {
                    SkipCell();
                }
            }
        }

        return values;
    }

    private long OffsetOf(long row)
    {
        Seek(_spooled.OffsetsAt + (row * sizeof(long)));
        var offset = _input.ReadInt64();

        // A row of a result without columns has no bytes: it begins where the rows end.
        return offset >= 0 && offset <= _spooled.OffsetsAt ? offset : throw new InvalidDataException("A row's offset points outside the rows.");
    }

    private object?[] ReadRow()
    {
        var row = new object?[_spooled.Result.Columns.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = ReadCell(i);
        }

        return row;
    }

    private object? ReadCell(int column)
    {
        var length = ReadLength();
        return length < 0
            ? null
            : PostgresText.Parse(Encoding.UTF8.GetString(_input.ReadBytes((int)length)), _spooled.Result.Columns[column].Kind);
    }

    private void SkipCell()
    {
        var length = ReadLength();
        if (length > 0)
        {
            _input.BaseStream.Seek(length, SeekOrigin.Current);
        }
    }

    /// <summary>Bytes of the next cell; -1 for NULL.</summary>
    private long ReadLength()
    {
        try
        {
            var length = _input.Read7BitEncodedInt64() - 1;
            return length >= -1 && length <= Math.Min(_spooled.OffsetsAt - _input.BaseStream.Position, int.MaxValue)
                ? length
                : throw new InvalidDataException("A cell reaches beyond the rows.");
        }
        catch (FormatException error)
        {
            throw new InvalidDataException("A cell's length cannot be read.", error);
        }
    }

    private void Seek(long position) => _input.BaseStream.Seek(position, SeekOrigin.Begin);
}
