using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// Reads rows that <see cref="ResultWriter"/> wrote; a page costs the blocks of its own bytes and of its offsets. Throws <see cref="InvalidDataException"/>
/// where the file is not what was written: nothing of a block is given before its sum was found right.
/// </summary>
internal sealed class ResultReader : IDisposable
{
    /// <summary>Rows, and about so many bytes, that are read at a time.</summary>
    private const int BatchRows = 1024;
    private const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>Bytes; whole blocks around a row have to fit into one array.</summary>
    private const int LongestRow = int.MaxValue - (2 * BlockSum.BlockBytes);

    /// <summary>Bytes that are read at once: to wait for another thread would take longer than they do.</summary>
    private const int ShortBytes = 4 * BlockSum.BlockBytes;

    private readonly SpooledResult spooled;
    private readonly SafeFileHandle file;
    private readonly BlockSum sum;

    /// <summary>Where rows and offsets end, and their sums begin.</summary>
    private readonly long sumsAt;

    public ResultReader(string folder, SpooledResult spooled)
    {
        this.spooled = spooled;
        file = File.OpenHandle(
            ResultWriter.RowsPath(folder, spooled.Result.Id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        sum = new BlockSum(spooled.Result.Id);
        sumsAt = spooled.OffsetsAt + (spooled.Result.RowCount * sizeof(long));
        var sums = spooled.IsSummed ? (sumsAt + BlockSum.BlockBytes - 1) / BlockSum.BlockBytes * sizeof(uint) : 0;
        if (spooled.OffsetsAt < 0 || RandomAccess.GetLength(file) != sumsAt + sums)
        {
            file.Dispose();
            throw new InvalidDataException("The rows file has not the length that its description tells.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();

    public async Task<List<object?[]>> ReadRangeAsync(long offset, int count, CancellationToken cancellationToken)
    {
        var end = offset + Math.Clamp(spooled.Result.RowCount - offset, 0, count);
        var rows = new List<object?[]>((int)Math.Max(0, end - offset));
        for (var next = offset; next < end;)
        {
            using var batch = await ReadAsync(next, end, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                rows.Add(batch.Row(i));
            }

            next += batch.Count;
        }

        return rows;
    }

    /// <summary>Rows by their numbers, in the order given.</summary>
    public async Task<List<object?[]>> ReadRowsAsync(ReadOnlyMemory<int> numbers, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = numbers.Span[i];
            using var batch = await ReadAsync(number, number + 1L, cancellationToken).ConfigureAwait(false);
            rows.Add(batch.Row(0));
        }

        return rows;
    }

    /// <summary>One column of every row.</summary>
    public async Task<object?[]> ReadColumnAsync(int column, CancellationToken cancellationToken)
    {
        var values = new object?[spooled.Result.RowCount];
        for (var next = 0L; next < values.Length;)
        {
            using var batch = await ReadAsync(next, values.Length, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                values[next + i] = batch.Cell(i, column);
            }

            next += batch.Count;
        }

        return values;
    }

    /// <summary>Rows from <paramref name="first"/> on, at least one and none from <paramref name="end"/> on.</summary>
    private async Task<RowBatch> ReadAsync(long first, long end, CancellationToken cancellationToken)
    {
        var offsets = await ReadOffsetsAsync(first, (int)Math.Min(BatchRows, end - first), cancellationToken).ConfigureAwait(false);
        var count = 1;
        while (count + 1 < offsets.Length && offsets[count + 1] - offsets[0] <= BatchBytes)
        {
            count++;
        }

        var length = checked((int)(offsets[count] - offsets[0]));
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            await FillAsync(buffer.AsMemory(0, length), offsets[0], cancellationToken).ConfigureAwait(false);
            return new RowBatch(buffer, [.. offsets.Take(count + 1).Select(offset => (int)(offset - offsets[0]))], spooled.Result.Columns);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Where <paramref name="count"/> rows begin, and where the last of them ends.</summary>
    private async Task<long[]> ReadOffsetsAsync(long first, int count, CancellationToken cancellationToken)
    {
        // The last row of all ends where the offsets begin.
        var stored = first + count < spooled.Result.RowCount ? count + 1 : count;
        var bytes = new byte[stored * sizeof(long)];
        await FillAsync(bytes, spooled.OffsetsAt + (first * sizeof(long)), cancellationToken).ConfigureAwait(false);
        var offsets = new long[count + 1];
        offsets[count] = spooled.OffsetsAt;
        for (var i = 0; i < stored; i++)
        {
            offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        }

        // A row of a result without columns has no bytes: it begins where the next one does.
        for (var i = 0; i < count; i++)
        {
            if (offsets[i] < 0 || offsets[i] > offsets[i + 1] || offsets[i + 1] > spooled.OffsetsAt || offsets[i + 1] - offsets[i] > LongestRow)
            {
                throw new InvalidDataException("A row's offset points outside the rows.");
            }
        }

        return offsets;
    }

    /// <summary>Bytes from <paramref name="position"/> on, by the whole blocks that they are in.</summary>
    private async ValueTask FillAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        if (!spooled.IsSummed || buffer.IsEmpty)
        {
            await FetchAsync(buffer, position, cancellationToken).ConfigureAwait(false);
            return;
        }

        var first = position / BlockSum.BlockBytes;
        var count = (int)(((position + buffer.Length - 1) / BlockSum.BlockBytes) - first + 1);
        var begin = first * BlockSum.BlockBytes;
        var length = (int)(Math.Min(begin + ((long)count * BlockSum.BlockBytes), sumsAt) - begin);
        var lent = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var blocks = lent.AsMemory(0, length);
            var sums = new byte[count * sizeof(uint)];
            await FetchAsync(blocks, begin, cancellationToken).ConfigureAwait(false);
            await FetchAsync(sums, sumsAt + (first * sizeof(uint)), cancellationToken).ConfigureAwait(false);
            Compare(blocks.Span, first, sums);
            blocks.Slice((int)(position - begin), buffer.Length).CopyTo(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lent);
        }
    }

    private void Compare(ReadOnlySpan<byte> blocks, long first, ReadOnlySpan<byte> sums)
    {
        for (var i = 0; i * BlockSum.BlockBytes < blocks.Length; i++)
        {
            var block = blocks[(i * BlockSum.BlockBytes)..Math.Min((i + 1) * BlockSum.BlockBytes, blocks.Length)];
            if (sum.Of(first + i, block) != BinaryPrimitives.ReadUInt32LittleEndian(sums[(i * sizeof(uint))..]))
            {
                throw new InvalidDataException("A block of the rows file has another sum than when it was written.");
            }
        }
    }

    private async ValueTask FetchAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var read = buffer.Length <= ShortBytes
                ? RandomAccess.Read(file, buffer.Span[done..], position + done)
                : await RandomAccess.ReadAsync(file, buffer[done..], position + done, cancellationToken).ConfigureAwait(false);
            done += read > 0 ? read : throw new InvalidDataException("The rows file ends before its rows.");
        }
    }
}
