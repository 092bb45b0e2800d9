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

    private readonly string folder;
    private readonly string id;
    private readonly IReadOnlyList<ResultColumn> columns;
    private readonly Action<SpooledResult> described;
    private readonly BinaryWriter output;
    private readonly List<long> offsets = [];
    private long position;
    private bool completed;

    /// <param name="described">Told what describes the result once it is there for others.</param>
    public ResultWriter(string folder, string id, IReadOnlyList<ResultColumn> columns, Action<SpooledResult> described)
    {
        this.described = described;
        this.folder = folder;
        this.id = id;
        this.columns = columns;
        output = new BinaryWriter(new FileStream(RowsPath(folder, id), Private(BufferBytes)), Encoding.UTF8);
    }

    public long Rows => offsets.Count;

    /// <summary>Bytes written so far.</summary>
    public long Bytes => position;

    public static string RowsPath(string folder, string id) => Path.Combine(folder, id + ".rows");

    public static string DescriptionPath(string folder, string id) => Path.Combine(folder, id + ".json");

    public void Append(TextRow row)
    {
        offsets.Add(position);
        for (var i = 0; i < row.Count; i++)
        {
            if (row.IsNull(i))
            {
                Write7Bit(0);
                continue;
            }

            var text = row[i];
            Write7Bit(text.Length + 1L);
            output.Write(text);
            position += text.Length;
        }
    }

    public StoredResult Complete(ResultFacts facts)
    {
        var offsetsAt = position;
        var entry = new byte[sizeof(long)];
        foreach (var offset in offsets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(entry, offset);
            output.Write(entry);
        }

        output.Dispose();
        var result = new StoredResult
        {
            Id = id,
            Columns = columns,
            RowCount = offsets.Count,
            Truncated = facts.Truncated,
            CutCells = facts.CutCells,
            Partial = facts.Interruption is not null,
            Interruption = facts.Interruption,
            Sql = facts.Sql,
            RanAt = facts.RanAt,
            TimeZone = facts.TimeZone,
            TimeToFirstRow = facts.TimeToFirstRow,
            Duration = facts.Duration,
        };
        var spooled = new SpooledResult(result, offsetsAt);
        var path = DescriptionPath(folder, id);
        using (var description = new FileStream(path + ".new", Private(BufferBytes)))
        {
            JsonSerializer.Serialize(description, spooled, SpooledResult.Json);
        }

        File.Move(path + ".new", path);
        completed = true;
        described(spooled);
        return result;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await output.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException) when (!completed)
        {
            // A full disk takes what is buffered no more than what came before; the half file goes all the same.
        }

        if (!completed)
        {
            File.Delete(RowsPath(folder, id));
            File.Delete(DescriptionPath(folder, id) + ".new");
        }
    }

    /// <summary>Rows are closed to other users by themselves, not only by their folder.</summary>
    private static FileStreamOptions Private(int bufferBytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = bufferBytes };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private void Write7Bit(long value)
    {
        output.Write7BitEncodedInt64(value);
        for (; value >= 0x80; value >>= 7)
        {
            position++;
        }

        position++;
    }
}

/// <param name="Result">What the analyst sees of it.</param>
/// <param name="OffsetsAt">Where in the rows file the row offsets begin.</param>
internal sealed record SpooledResult(StoredResult Result, long OffsetsAt)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() }
    };
}
