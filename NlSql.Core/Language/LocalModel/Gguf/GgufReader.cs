using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NlSql.Core.Language.LocalModel.Gguf;

/// <summary>
/// The header's values one after the other: little-endian, strings and arrays with a length of 8 bytes before them. Reads nothing that the file
/// does not hold, whatever its lengths say. Format: ggml's docs/gguf.md.
/// </summary>
internal sealed class GgufReader(Stream stream)
{
    private const uint TypeString = 8;
    private const uint TypeArray = 9;

    /// <summary>Bytes of the longest text: chat templates have some 100 KB.</summary>
    private const long MostText = 16 << 20;

    /// <summary>Bytes of the number types 0 to 12; 0 for strings and arrays.</summary>
    private static readonly int[] Widths = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

    private readonly byte[] word = new byte[8];

    public long Position { get; private set; }

    public uint U32()
    {
        Fill(4);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    /// <summary>A count, a length or an offset. Throws for more than <paramref name="most"/>.</summary>
    public long Count(long most = long.MaxValue)
    {
        Fill(8);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(word);
        return value <= (ulong)most ? (long)value : throw Damaged();
    }

    public string Text()
    {
        var length = Count(MostText);
        Require(length);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        Position += length;
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A value as text; of an array its length, because only that is asked for.</summary>
    public string Value()
    {
        var type = U32();
        switch (type)
        {
            case TypeString:
                return Text();
            case TypeArray:
                return Array().ToString(CultureInfo.InvariantCulture);
            case < 13:
                return Number(type);
            default:
                throw Damaged();
        }
    }

    public static GgufException Damaged() => new("is damaged: its header makes no sense. Fetch it again.");

    private static GgufException Truncated() => new("is not whole: it ends within its header. Fetch it again.");

    private long Array()
    {
        var type = U32();
        var count = Count(stream.Length);
        if (type == TypeString)
        {
            for (var i = 0L; i < count; i++)
            {
                Skip(Count(stream.Length));
            }
        }
        else
        {
            // An array of arrays is allowed by the format and used by nobody.
            Skip(type < Widths.Length && Widths[type] > 0 ? count * Widths[type] : throw Damaged());
        }

        return count;
    }

    private string Number(uint type)
    {
        var width = Widths[type];
        Fill(width);
        return type switch
        {
            0 => word[0].ToString(CultureInfo.InvariantCulture),
            1 => ((sbyte)word[0]).ToString(CultureInfo.InvariantCulture),
            2 => BinaryPrimitives.ReadUInt16LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            3 => BinaryPrimitives.ReadInt16LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            5 => BinaryPrimitives.ReadInt32LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            6 => BinaryPrimitives.ReadSingleLittleEndian(word).ToString(CultureInfo.InvariantCulture),
            7 => word[0] == 0 ? "false" : "true",
            10 => BinaryPrimitives.ReadUInt64LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            11 => BinaryPrimitives.ReadInt64LittleEndian(word).ToString(CultureInfo.InvariantCulture),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(word).ToString(CultureInfo.InvariantCulture),
        };
    }

    private void Fill(int bytes)
    {
        Require(bytes);
        stream.ReadExactly(word, 0, bytes);
        Position += bytes;
    }

    private void Skip(long bytes)
    {
        Require(bytes);
        stream.Seek(bytes, SeekOrigin.Current);
        Position += bytes;
    }

    private void Require(long bytes)
    {
        if (bytes > stream.Length - Position)
        {
            throw Truncated();
        }
    }
}
