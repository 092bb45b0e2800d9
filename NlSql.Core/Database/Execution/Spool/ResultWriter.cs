namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// Writes one result's rows. File <c>ID.rows</c>: each cell is a 7-bit encoded length plus one (0 is NULL) and its UTF-8 text in
/// PostgreSQL's form; after the last row the file offset of every row, 8 bytes each, little endian; then the sums of a <see cref="SummedFile"/>. File
/// <c>ID.json</c> describes it and is written last: rows without it are leftovers.
/// </summary>
internal sealed class ResultWriter : IAsyncDisposable
{
    private readonly string folder;
    private readonly string id;
    private readonly IReadOnlyList<ResultColumn> columns;
    private readonly Action<SpooledResult> described;
    private readonly BlockSum sum;
    private readonly SummedFile output;
    private readonly List<long> offsets = [];
    private bool completed;

    /// <param name="described">Told what describes the result once it is there for others.</param>
    public ResultWriter(string folder, string id, IReadOnlyList<ResultColumn> columns, Action<SpooledResult> described)
    {
        this.described = described;
        this.folder = folder;
        this.id = id;
        this.columns = columns;
        sum = new BlockSum(id);
        output = new SummedFile(RowsPath(folder, id), sum);
    }

    public long Rows => offsets.Count;

    /// <summary>Bytes written so far.</summary>
    public long Bytes => output.Length;

    public static string RowsPath(string folder, string id) => Path.Combine(folder, id + ".rows");

    public static string DescriptionPath(string folder, string id) => Path.Combine(folder, id + ".json");

    public void Append(TextRow row)
    {
        offsets.Add(output.Length);
        for (var i = 0; i < row.Count; i++)
        {
            if (row.IsNull(i))
            {
                output.Write7Bit(0);
                continue;
            }

            var text = row[i];
            output.Write7Bit(text.Length + 1L);
            output.Write(text);
        }
    }

    public StoredResult Complete(ResultFacts facts)
    {
        var offsetsAt = output.Length;
        offsets.ForEach(output.Write);
        output.Complete();
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
        var spooled = new SpooledResult(result, offsetsAt) { IsSummed = true };
        var path = DescriptionPath(folder, id);
        using (var description = new FileStream(path + ".new", SummedFile.Private()))
        {
            description.Write(spooled.Write(sum));
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
}
