using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// A safetensors file: 8 bytes little-endian header length, a JSON header
/// <c>{"name":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]}}</c>, then the data. Every offset is checked before it is used.
/// </summary>
internal sealed class SafetensorsFile
{
    // The format's own upper bound for the header.
    private const long MaxHeaderBytes = 100_000_000;

    private readonly byte[] bytes;
    private readonly int dataStart;
    private readonly Dictionary<string, Tensor> tensors;

    private SafetensorsFile(byte[] bytes, int dataStart, Dictionary<string, Tensor> tensors)
    {
        this.bytes = bytes;
        this.dataStart = dataStart;
        this.tensors = tensors;
    }

    /// <summary>Reads and validates a whole file. Throws <see cref="InvalidDataException"/> when it is not a safetensors file.</summary>
    public static SafetensorsFile Parse(byte[] bytes)
    {
        if (bytes.Length < 8)
        {
            throw new InvalidDataException("The file is too short for a safetensors header.");
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (headerLength > MaxHeaderBytes || headerLength > (ulong)(bytes.Length - 8))
        {
            throw new InvalidDataException($"The header claims {headerLength} bytes, the file has {bytes.Length}.");
        }

        var dataStart = 8 + (int)headerLength;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)headerLength));
            foreach (var property in header.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    continue;
                }

                tensors[property.Name] = ReadTensor(property, bytes.Length - dataStart);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("The safetensors header is not valid.", e);
        }

        return new SafetensorsFile(bytes, dataStart, tensors);
    }

    /// <summary>The bytes of tensor <paramref name="name"/>, which must have this type and shape (-1: any length).</summary>
    public ReadOnlyMemory<byte> Get(string name, string dtype, int elementBytes, params ReadOnlySpan<long> shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new InvalidDataException($"The tensor '{name}' is missing.");
        }

        var matches = tensor.Dtype == dtype && tensor.Shape.Length == shape.Length;
        long elements = 1;
        for (var i = 0; matches && i < shape.Length; i++)
        {
            matches = tensor.Shape[i] >= 0 && (shape[i] < 0 || shape[i] == tensor.Shape[i]);
            elements = checked(elements * tensor.Shape[i]);
        }

        if (!matches || elements * elementBytes != tensor.End - tensor.Start)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The tensor '{name}' is {tensor.Dtype}[{string.Join(',', tensor.Shape)}], which is not what is expected."));
        }

        return bytes.AsMemory(dataStart + (int)tensor.Start, (int)(tensor.End - tensor.Start));
    }

    /// <summary>The shape of tensor <paramref name="name"/>.</summary>
    public IReadOnlyList<long> ShapeOf(string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor.Shape : throw new InvalidDataException($"The tensor '{name}' is missing.");

    private static Tensor ReadTensor(JsonProperty property, long dataLength)
    {
        var offsets = property.Value.GetProperty("data_offsets");
        var start = offsets[0].GetInt64();
        var end = offsets[1].GetInt64();
        if (start < 0 || end < start || end > dataLength)
        {
            throw new InvalidDataException($"The tensor '{property.Name}' lies outside the file.");
        }

        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(static e => e.GetInt64())];
        return new Tensor(property.Value.GetProperty("dtype").GetString() ?? string.Empty, shape, start, end);
    }

    private sealed record Tensor(string Dtype, long[] Shape, long Start, long End);
}
