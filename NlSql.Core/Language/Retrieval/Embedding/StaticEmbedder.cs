using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// The built-in embedder: one 8-bit vector a WordPiece, their mean, L2. No model server, about ten microseconds a text. A text
/// without pieces is the zero vector.
/// </summary>
internal sealed class StaticEmbedder : IEmbeddingGenerator<string, Embedding<float>>, IWordVectors
{
    private const int MaxPieces = 512;

    private readonly WordPieceTokenizer tokenizer;
    private readonly string vocabularyPath;
    private readonly ReadOnlyMemory<byte> rows;
    private readonly float[] scales;
    private readonly EmbeddingGeneratorMetadata metadata;

    private StaticEmbedder(WordPieceTokenizer tokenizer, string vocabularyPath, ReadOnlyMemory<byte> rows, float[] scales, int dimension, string modelName)
    {
        this.tokenizer = tokenizer;
        this.vocabularyPath = vocabularyPath;
        this.rows = rows;
        this.scales = scales;
        Dimension = dimension;
        metadata = new EmbeddingGeneratorMetadata("nlsql", providerUri: null, modelName, dimension);
    }

    /// <summary>How many numbers a vector has.</summary>
    public int Dimension { get; }

    /// <summary>Pieces in id order, which is about their order of frequency in English; read from disk each time.</summary>
    public IEnumerable<string> Vocabulary => File.ReadLines(vocabularyPath);

    /// <summary>Where the product's model files are: beside the assembly.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "embedder");

    /// <summary>
    /// Reads <c>embedder.safetensors</c> (<c>embedding</c> int8 [pieces, dimension], <c>scale</c> float32 [pieces]) and <c>vocab.txt</c>.
    /// Throws <see cref="InvalidDataException"/> when they do not fit each other.
    /// </summary>
    public static StaticEmbedder Read(string folder)
    {
        var path = Path.Combine(folder, "embedder.safetensors");
        var bytes = File.ReadAllBytes(path);
        var file = SafetensorsFile.Parse(bytes);
        var vocabulary = Path.Combine(folder, "vocab.txt");
        long pieces = File.ReadLines(vocabulary).Count();
        var table = file.Get("embedding", "I8", 1, pieces, -1);
        var scaleOfEach = MemoryMarshal.Cast<byte, float>(file.Get("scale", "F32", 4, pieces).Span).ToArray();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        return new StaticEmbedder(WordPieces.Read(vocabulary), vocabulary, table, scaleOfEach, (int)file.ShapeOf("embedding")[1], $"built-in-{digest}");
    }

    /// <summary>Ids of the pieces of <paramref name="text"/> that its vector is made of: the first 512.</summary>
    public IReadOnlyList<int> Encode(string text) => tokenizer.EncodeToIds(text, MaxPieces, out _, out _);

    public float[] Embed(string text)
    {
        var vector = new float[Dimension];
        Embed(text, vector);
        return vector;
    }

    /// <summary>Writes the vector of <paramref name="text"/> into <paramref name="destination"/> (<see cref="Dimension"/> floats).</summary>
    public void Embed(string text, Span<float> destination)
    {
        Sum(text, destination);
        var norm = TensorPrimitives.Norm(destination);
        if (norm > 0)
        {
            TensorPrimitives.Divide(destination, norm, destination);
        }
    }

    /// <inheritdoc />
    public void Sum(string text, Span<float> destination)
    {
        destination.Clear();
        foreach (var id in Encode(text))
        {
            var row = MemoryMarshal.Cast<byte, sbyte>(rows.Span.Slice(id * Dimension, Dimension));
            var scale = scales[id];
            for (var i = 0; i < row.Length; i++)
            {
                destination[i] += row[i] * scale;
            }
        }
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result.Add(new Embedding<float>(Embed(value)) { ModelId = metadata.DefaultModelId });
        }

        return Task.FromResult(result);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // Holds managed memory only.
    }
}
