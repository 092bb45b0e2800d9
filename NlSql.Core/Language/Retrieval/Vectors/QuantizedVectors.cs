using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>
/// Vectors as signed 8-bit codes with one scale each (a quarter of their size as floats; the cosine to the original is above 0.999). The form on disk, the
/// source that native indexes are made of, and what candidates are scored with exactly.
/// </summary>
internal sealed class QuantizedVectors
{
    private readonly sbyte[] codes;
    private readonly float[] scales;

    public QuantizedVectors(int count, int dimension)
        : this(dimension, new sbyte[checked(count * dimension)], new float[count])
    {
    }

    /// <summary>Takes over <paramref name="codes"/> (row by row) and <paramref name="scales"/> (one a row).</summary>
    public QuantizedVectors(int dimension, sbyte[] codes, float[] scales)
    {
        if (codes.Length != scales.Length * dimension)
        {
            throw new ArgumentException("Codes and scales do not fit each other.", nameof(codes));
        }

        Dimension = dimension;
        this.codes = codes;
        this.scales = scales;
    }

    public int Count => scales.Length;

    public int Dimension { get; }

    public ReadOnlySpan<sbyte> Codes => codes;

    public ReadOnlySpan<float> Scales => scales;

    public void Set(int row, ReadOnlySpan<float> vector)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(vector)) / 127;
        scales[row] = scale;
        var codes = this.codes.AsSpan(row * Dimension, Dimension);
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = scale > 0 ? (sbyte)MathF.Round(vector[i] / scale) : (sbyte)0;
        }
    }

    /// <summary>Copies a row of another set of the same dimension.</summary>
    public void Set(int row, QuantizedVectors source, int sourceRow)
    {
        source.codes.AsSpan(sourceRow * Dimension, Dimension).CopyTo(codes.AsSpan(row * Dimension, Dimension));
        scales[row] = source.scales[sourceRow];
    }

    /// <summary>Decodes <paramref name="count"/> rows into floats: from <paramref name="first"/> on, every <paramref name="step"/>-th.</summary>
    public float[] Decode(int first, int count, int step = 1)
    {
        var decoded = new float[count * Dimension];
        for (var i = 0; i < count; i++)
        {
            var row = first + (i * step);
            var codes = this.codes.AsSpan(row * Dimension, Dimension);
            var scale = scales[row];
            var target = decoded.AsSpan(i * Dimension, Dimension);
            for (var j = 0; j < codes.Length; j++)
            {
                target[j] = codes[j] * scale;
            }
        }

        return decoded;
    }

    /// <summary>Inner product of <paramref name="query"/> and a row.</summary>
    public float Dot(ReadOnlySpan<float> query, int row)
    {
        var codes = this.codes.AsSpan(row * Dimension, Dimension);
        var sum = 0f;
        var i = 0;
        if (Dimension % Vector<sbyte>.Count == 0)
        {
            var floats = MemoryMarshal.Cast<float, Vector<float>>(query);
            var bytes = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(codes);
            var total = Vector<float>.Zero;
            for (var b = 0; b < bytes.Length; b++)
            {
                Vector.Widen(bytes[b], out Vector<short> low, out var high);
                Vector.Widen(low, out Vector<int> first, out var second);
                Vector.Widen(high, out Vector<int> third, out var fourth);
                total += Vector.ConvertToSingle(first) * floats[4 * b];
                total += Vector.ConvertToSingle(second) * floats[(4 * b) + 1];
                total += Vector.ConvertToSingle(third) * floats[(4 * b) + 2];
                total += Vector.ConvertToSingle(fourth) * floats[(4 * b) + 3];
            }

            sum = Vector.Sum(total);
            i = Dimension;
        }

        for (; i < codes.Length; i++)
        {
            sum += codes[i] * query[i];
        }

        return sum * scales[row];
    }
}
