using System.Globalization;
using System.Text;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>How much of a cell is read, in bytes of UTF-8: PostgreSQL's cells may have a gigabyte.</summary>
/// <param name="CellBytes">Of one cell.</param>
/// <param name="RowBytes">Of all cells of a row together, short ones aside.</param>
internal sealed record CellCap(long CellBytes, long RowBytes)
{
    /// <summary>Bytes that a cell has in any case: a number or a date behind long texts is whole, and a mark would be as long.</summary>
    public const int Short = 1024;

    /// <summary>The beginning of a cell, of <paramref name="allowed"/> bytes at most, with a mark that says how long it was.</summary>
    public static string Mark(ReadOnlySpan<char> beginning, int allowed, long length)
    {
        var kept = beginning;
        while (Encoding.UTF8.GetByteCount(kept) is var bytes && bytes > allowed)
        {
            // A character has three bytes at most, two halves of one have four.
            kept = kept[..^Math.Max(1, (bytes - allowed) / 3)];
        }

        if (kept.Length > 0 && char.IsHighSurrogate(kept[^1]))
        {
            kept = kept[..^1];
        }

        return string.Create(CultureInfo.InvariantCulture, $"{kept}… (cut: {length:N0} bytes in all)");
    }
}
