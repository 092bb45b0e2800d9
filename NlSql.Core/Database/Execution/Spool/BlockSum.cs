using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// Sums (CRC-32C) over the blocks of a result's file. Result and place of the block count in, so that neither the file of another result nor a block in the
/// wrong place passes. It tells damage, not malice: who may write the file may write its sums.
/// </summary>
internal readonly struct BlockSum(string resultId)
{
    /// <summary>Bytes of a block; the last one of a file may be shorter. A page reads whole blocks.</summary>
    public const int BlockBytes = 16 * 1024;

    private readonly uint seed = Append(uint.MaxValue, Encoding.UTF8.GetBytes(resultId));

    /// <param name="block">Its number, from 0 on; the description of a result, which is one block of any length, has -1.</param>
    /// <param name="bytes">The whole block.</param>
    public uint Of(long block, ReadOnlySpan<byte> bytes) => Append(BitOperations.Crc32C(seed, (ulong)block), bytes);

    private static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var rest in bytes[^(bytes.Length % sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return sum;
    }
}
