using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// Writes one result's rows. File <c>ID.rows</c>: each cell is a 7-bit encoded length plus one (0 is NULL) and its UTF-8 text in
/// PostgreSQL's form; after the last row the file offset of every row, 8 bytes each, little endian. File <c>ID.json</c> describes it
/// and is written last: rows without it are leftovers.
/// </summary>
internal sealed class ResultWriter : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _folder;
    private readonly string _id;
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly BinaryWriter _output;
    private readonly List<long> _offsets = [];
    private byte[] _cell = new byte[1024];
    private long _position;
    private bool _completed;

    public ResultWriter(string folder, string id, IReadOnlyList<ResultColumn> columns)
    {
        _folder = folder;
        _id = id;
        _columns = columns;
        _output = new BinaryWriter(new FileStream(RowsPath(folder, id), FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes), Encoding.UTF8);
    }

    public long Rows => _offsets.Count;

    /// <summary>Bytes written so far.</summary>
    public long Bytes => _position;

    public static string RowsPath(string folder, string id) => Path.Combine(folder, id + ".rows");

    public static string DescriptionPath(string folder, string id) => Path.Combine(folder, id + ".json");

    public void Append(string?[] row)
    {
        _offsets.Add(_position);
        foreach (var text in row)
        {
            if (text is null)
            {
                Write7Bit(0);
                continue;
            }

            var length = Encoding.UTF8.GetByteCount(text);
            if (length > _cell.Length)
            {
                _cell = new byte[Math.Max(length, _cell.Length * 2)];
            }

            Encoding.UTF8.GetBytes(text, _cell);
            Write7Bit(length + 1L);
            _output.Write(_cell, 0, length);
            _position += length;
        }
    }

    public StoredResult Complete(ResultFacts facts)
    {
        var offsetsAt = _position;
        var entry = new byte[sizeof(long)];
        foreach (var offset in _offsets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, offset);
            _output.Write(entry);
        }

        _output.Dispose();
        var result = new StoredResult
        {
            Id = _id,
            Columns = _columns,
            RowCount = _offsets.Count,
            Truncated = facts.Truncated,
            Partial = facts.Interruption is not null,
            Interruption = facts.Interruption,
            Sql = facts.Sql,
            RanAt = facts.RanAt,
            TimeZone = facts.TimeZone,
            TimeToFirstRow = facts.TimeToFirstRow,
            Duration = facts.Duration,
        };
        var path = DescriptionPath(_folder, _id);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(new SpooledResult(result, offsetsAt), SpooledResult.Json));
        File.Move(path + ".new", path);
        _completed = true;
        return result;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync().ConfigureAwait(false);
        if (!_completed)
        {
            File.Delete(RowsPath(_folder, _id));
        }
    }

    private void Write7Bit(long value)
    {
        _output.Write7BitEncodedInt64(value);
        for (; value >= 0x80; value >>= 7)
        {
            _position++;
        }

        _position++;
    }
}

/// <param name="Result">What the analyst sees of it.</param>
/// <param name="OffsetsAt">Where in the rows file the row offsets begin.</param>
internal sealed record SpooledResult(StoredResult Result, long OffsetsAt)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
}
