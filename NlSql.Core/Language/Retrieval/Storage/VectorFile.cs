using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>
/// The 8-bit vectors of an index with the hash of the document each belongs to. Layout, little-endian: <c>NLQ8</c>, int32 dimension, int32 count, 4 bytes of
/// zero, count x 16 bytes of hashes, count x float32 of scales, count x dimension codes.
/// </summary>
internal static class VectorFile
{
    private const int HeaderBytes = 16;
    private const int HashBytes = 16;

    private static ReadOnlySpan<byte> Magic => "NLQ8"u8;

    public static byte[] Write(QuantizedVectors vectors, IReadOnlyList<UInt128> hashes)
    {
        var bytes = new byte[SizeOf(vectors.Dimension, vectors.Count)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), vectors.Dimension);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), vectors.Count);
        var rest = bytes.AsSpan(HeaderBytes);
        foreach (var hash in hashes)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(rest, hash);
            rest = rest[HashBytes..];
        }

        foreach (var scale in vectors.Scales)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, scale);
            rest = rest[sizeof(float)..];
        }

        MemoryMarshal.AsBytes(vectors.Codes).CopyTo(rest);
        return bytes;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> when <paramref name="bytes"/> are not such a file.</summary>
    public static StoredVectors Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("It is not a vector file.");
        }

        var dimension = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (dimension < 0 || count < 0 || SizeOf(dimension, count) != bytes.Length)
        {
            throw new InvalidDataException("The vector file is truncated or has another shape than it says.");
        }

        var rest = bytes[HeaderBytes..];
        var hashes = new UInt128[count];
        for (var i = 0; i < count; i++, rest = rest[HashBytes..])
        {
            hashes[i] = BinaryPrimitives.ReadUInt128LittleEndian(rest);
        }

        var scales = new float[count];
        for (var i = 0; i < count; i++, rest = rest[sizeof(float)..])
        {
            scales[i] = BinaryPrimitives.ReadSingleLittleEndian(rest);
            if (!float.IsFinite(scales[i]) || scales[i] < 0)
            {
                throw new InvalidDataException("The vector file holds a scale that is no number.");
            }
        }

        return new StoredVectors(new QuantizedVectors(dimension, MemoryMarshal.Cast<byte, sbyte>(rest).ToArray(), scales), hashes);
    }

    private static long SizeOf(int dimension, int count) => HeaderBytes + (count * (long)(HashBytes + sizeof(float) + dimension));
}

/// <summary>Vectors and, in the same order, the hashes of their documents.</summary>
internal sealed record StoredVectors(QuantizedVectors Vectors, IReadOnlyList<UInt128> Hashes);
