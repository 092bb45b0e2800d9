using System.Runtime.InteropServices;
using System.Text;

namespace NlSql.Core.Sql.Tree;

/// <summary>
/// Finds names by their UTF-8 form without making a string: the grammar's answer repeats a few hundred of them hundreds of thousands of times.
/// Open addressing in a table that is at most a quarter full; a name is only taken for known when all of its bytes are the same.
/// </summary>
internal sealed class KnownNames
{
    private readonly (byte[] Utf8, string Name)[] places;

    public KnownNames(IReadOnlyCollection<string> names)
    {
        places = new (byte[], string)[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(names.Count * 4) + 1)];
        foreach (var name in names)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            if (Find(utf8, out var free) is null)
            {
                places[free] = (utf8, name);
            }
        }
    }

    /// <summary>Null when it is none of them.</summary>
    public string? Find(ReadOnlySpan<byte> utf8) => Find(utf8, out _);

    private string? Find(ReadOnlySpan<byte> utf8, out int place)
    {
        for (place = Hash(utf8) & (places.Length - 1); places[place].Utf8 is { } known; place = (place + 1) & (places.Length - 1))
        {
            if (utf8.SequenceEqual(known))
            {
                return places[place].Name;
            }
        }

        return null;
    }

    /// <summary>Of the length and of both ends: the names are PostgreSQL's, so that nobody can choose many that are alike there.</summary>
    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        ulong ends = utf8.Length >= sizeof(ulong)
            ? (MemoryMarshal.Read<ulong>(utf8) * 31) + MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..])
            : utf8.Length >= sizeof(ushort) ? MemoryMarshal.Read<ushort>(utf8) | ((ulong)MemoryMarshal.Read<ushort>(utf8[^sizeof(ushort)..]) << 16)
            : utf8.Length == 0 ? 0UL : utf8[0];
        return (int)(((ends + (ulong)utf8.Length) * 0x9E3779B97F4A7C15) >> 40);
    }
}
