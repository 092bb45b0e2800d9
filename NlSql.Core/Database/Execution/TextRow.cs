using System.Text;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Database.Execution;

/// <summary>One row in PostgreSQL's text form, as the bytes of UTF-8 that came; the buffer is used again for the next row.</summary>
internal sealed class TextRow
{
    private const int InitialBytes = 4 * 1024;

    /// <summary>A buffer of more bytes than that is given up when the next row begins: one long row among many short ones costs no memory for long.</summary>
    private const int KeptBytes = 1024 * 1024;

    /// <summary>Where each cell ends; negative (its complement) for NULL, which has no bytes.</summary>
    private readonly int[] ends;

    private byte[] bytes = new byte[InitialBytes];
    private int filled;

    public TextRow(int columns) => ends = new int[columns];

    public int Count => ends.Length;

    /// <summary>UTF-8 of a cell; nothing for NULL.</summary>
    public ReadOnlySpan<byte> this[int index] => bytes.AsSpan(StartOf(index)..EndOf(index));

    public bool IsNull(int index) => ends[index] < 0;

    /// <summary>Null for NULL.</summary>
    public string? Text(int index) => IsNull(index) ? null : Encoding.UTF8.GetString(this[index]);

    /// <summary>The cell as <see cref="StoredResult"/> describes it.</summary>
    public object? Value(int index, ColumnKind kind) => IsNull(index) ? null : PostgresText.Parse(this[index], kind);

    /// <summary>Forgets the row; cells are added from the first to the last.</summary>
    public void Begin()
    {
        filled = 0;
        if (bytes.Length > KeptBytes)
        {
            bytes = new byte[InitialBytes];
        }
    }

    /// <summary>Where the bytes of the next cell go, <paramref name="length"/> of them.</summary>
    public ArraySegment<byte> Room(int length)
    {
        if (bytes.Length - filled < length)
        {
            Array.Resize(ref bytes, Math.Max(checked(filled + length), (int)Math.Min(Array.MaxLength, 2L * bytes.Length)));
        }

        return new ArraySegment<byte>(bytes, filled, length);
    }

    /// <summary>Takes what was written into <see cref="Room"/> as the cell.</summary>
    public void Add(int index, int length) => ends[index] = filled += length;

    /// <summary>Takes the same as the beginning of a longer cell of <paramref name="whole"/> bytes, with a mark that says so.</summary>
    public void AddCut(int index, int length, long whole)
    {
        var kept = CellCap.WithoutHalfACharacter(Room(length));
        filled += kept;
        var mark = CellCap.Mark(whole);
        mark.CopyTo(Room(mark.Length).AsSpan());
        filled -= kept;
        Add(index, kept + mark.Length);
    }

    public void AddNull(int index) => ends[index] = ~filled;

    private int StartOf(int index) => index == 0 ? 0 : EndOf(index - 1);

    private int EndOf(int index) => ends[index] < 0 ? ~ends[index] : ends[index];
}
