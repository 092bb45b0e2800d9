using System.Buffers;
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

    /// <summary>UTF-8 of what stands behind the beginning of a cell that was cut.</summary>
    /// <param name="length">Bytes of UTF-8 of the whole cell.</param>
    public static byte[] Mark(long length) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"… (cut: {length:N0} bytes in all)"));

    /// <summary>Bytes of a text's beginning up to the end of its last whole character.</summary>
    public static int WithoutHalfACharacter(ReadOnlySpan<byte> beginning)
    {
        // Back to where the last character begins, at most three bytes; it goes where bytes of it are missing.
        var start = beginning.Length - 1;
        while (start >= 0 && beginning.Length - start < 4 && (beginning[start] & 0xC0) == 0x80)
        {
            start--;
        }

        return start >= 0 && Rune.DecodeFromUtf8(beginning[start..], out _, out _) == OperationStatus.NeedMoreData ? start : beginning.Length;
    }
}
