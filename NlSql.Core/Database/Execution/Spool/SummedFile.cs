using System.Buffers;
using System.Buffers.Binary;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// A new file, written from its beginning to its end: what is given to it, then a <see cref="BlockSum"/> of each block, 4 bytes, little endian.
/// </summary>
internal sealed class SummedFile : IAsyncDisposable
{
    private const int BufferBytes = 4 * BlockSum.BlockBytes;

    private readonly FileStream file;
    private readonly BlockSum sum;
    private readonly List<uint> sums = [];
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int filled;
    private bool closed;

    public SummedFile(string path, BlockSum sum)
    {
        file = new FileStream(path, Private());
        this.sum = sum;
    }

    /// <summary>Bytes that were given to it.</summary>
    public long Length { get; private set; }

    /// <summary>How files of results are made: closed to other users by themselves, not only by their folder.</summary>
    public static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            var part = Math.Min(bytes.Length, BufferBytes - filled);
            bytes[..part].CopyTo(buffer.AsSpan(filled));
            bytes = bytes[part..];
            filled += part;
            if (filled == BufferBytes)
            {
                Flush();
            }
        }
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that another byte follows.</summary>
    public void Write7Bit(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            bytes[count++] = (byte)(rest > 0x7F ? rest | 0x80 : rest);
            if (rest <= 0x7F)
            {
                break;
            }
        }

        Write(bytes[..count]);
    }

    /// <summary>8 bytes, little endian.</summary>
    public void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Writes what is left and the sums, and closes the file.</summary>
    public void Complete()
    {
        Flush();
        var bytes = new byte[sums.Count * sizeof(uint)];
        for (var i = 0; i < sums.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), sums[i]);
        }

        file.Write(bytes);
        file.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!closed)
        {
            closed = true;
            ArrayPool<byte>.Shared.Return(buffer);
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Flush()
    {
        for (var begin = 0; begin < filled; begin += BlockSum.BlockBytes)
        {
            sums.Add(sum.Of(sums.Count, buffer.AsSpan(begin, Math.Min(BlockSum.BlockBytes, filled - begin))));
        }

        file.Write(buffer, 0, filled);
        filled = 0;
    }
}
