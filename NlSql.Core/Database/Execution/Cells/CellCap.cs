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

    /// <summary>The beginning of a cell, as text, with a mark that says how long it was.</summary>
    /// <param name="beginning">UTF-8; may end in the middle of a character, which is left out.</param>
    /// <param name="length">Bytes of UTF-8 of the whole cell.</param>
    public static string Mark(ReadOnlySpan<byte> beginning, long length)
    {
        var chars = ArrayPool<char>.Shared.Rent(beginning.Length);
        try
        {
            // Without the end of the text the decoder keeps half a character to itself.
            var kept = Encoding.UTF8.GetDecoder().GetChars(beginning, chars, flush: false);
            return string.Create(CultureInfo.InvariantCulture, $"{chars.AsSpan(0, kept)}… (cut: {length:N0} bytes in all)");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }
}
