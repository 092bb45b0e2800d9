using NlSql.Core.Native.Faiss;

namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>
/// A FAISS index over quantized vectors; row numbers are those of the vectors. Disposed when a newer one takes its place, while questions that
/// began with it may still come: native memory is freed after the last search that is in it, and later ones compare the vectors themselves.
/// </summary>
internal sealed class FaissVectorIndex : IVectorIndex
{
    // Rows decoded at a time while an index is filled: bounds the extra memory.
    private const int Batch = 8192;
    private const int TrainingRows = 40_000;

    private readonly FaissIndex index;
    private readonly VectorIndexKind kind;
    private readonly ExactVectorIndex afterwards;

    private FaissVectorIndex(FaissIndex index, VectorIndexKind kind, QuantizedVectors vectors)
    {
        this.index = index;
        this.kind = kind;
        afterwards = new ExactVectorIndex(vectors);
        Count = vectors.Count;
    }

    public string Kind => kind.Name;

    public int Count { get; }

    /// <summary>Builds the index on all processors but one.</summary>
    public static FaissVectorIndex Build(QuantizedVectors vectors, VectorIndexKind kind, CancellationToken cancellationToken)
    {
        var threads = Math.Max(1, Environment.ProcessorCount - 1);
        var index = FaissIndex.Create(vectors.Dimension, kind.Factory);
        try
        {
            if (kind.NeedsTraining && vectors.Count > 0)
            {
                // Spread over all rows: tables come first, columns last.
                var step = ((vectors.Count - 1) / TrainingRows) + 1;
                index.Train(vectors.Decode(0, ((vectors.Count - 1) / step) + 1, step), threads);
            }

            for (var first = 0; first < vectors.Count; first += Batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                index.Add(vectors.Decode(first, Math.Min(Batch, vectors.Count - first)), threads);
            }

            return new FaissVectorIndex(index, kind, vectors);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stored index. Only for files whose digest was checked; throws <see cref="FaissException"/> when it is of another shape.</summary>
    public static FaissVectorIndex Read(string path, QuantizedVectors vectors, VectorIndexKind kind)
    {
        var decoded = kind.Name == "hnsw" ? vectors.Decode(0, vectors.Count) : [];
        return new FaissVectorIndex(FaissIndex.Read(path, vectors.Dimension, kind.Factory, vectors.Count, decoded), kind, vectors);
    }

    public void Write(string path) => index.Write(path);

    public int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores)
    {
        var found = new long[rows.Length];
        try
        {
            index.Search(query, kind.Effort, scores, found);
        }
        catch (ObjectDisposedException)
        {
            return afterwards.Search(query, rows, scores);
        }

        var count = 0;
        for (var i = 0; i < found.Length; i++)
        {
            // -1 where there are fewer; and whatever a file says must not lead outside of the documents.
            if (found[i] >= 0 && found[i] < Count)
            {
                scores[count] = scores[i];
                rows[count++] = (int)found[i];
            }
        }

        return count;
    }

    public void Dispose() => index.Dispose();
}
