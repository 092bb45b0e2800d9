using NlSql.Core.Native.Faiss;

namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>
/// A FAISS index over quantized vectors; what it finds are documents. Disposed when a newer one takes its place, while questions that
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
    private readonly int rowCount;
    private readonly int[]? documents;

    private FaissVectorIndex(FaissIndex index, VectorIndexKind kind, GraphRows graph)
    {
        this.index = index;
        this.kind = kind;
        rowCount = graph.Vectors.Count;
        documents = graph.Documents;
        Count = graph.OfDocuments.Count;
        afterwards = new ExactVectorIndex(graph.OfDocuments);
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

            Add(index, vectors, 0, threads, cancellationToken);
            return new FaissVectorIndex(index, kind, GraphRows.Of(vectors));
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a stored index and adds the rows that its file has not. Only for files whose digest was checked; throws <see cref="FaissException"/> when it is
    /// of another shape.
    /// </summary>
    public static FaissVectorIndex Read(string path, GraphRows graph, VectorIndexKind kind, CancellationToken cancellationToken)
    {
        var decoded = kind.Grows ? graph.Vectors.Decode(0, graph.Stored) : [];
        var index = FaissIndex.Read(path, graph.Vectors.Dimension, kind.Factory, graph.Stored, decoded);
        try
        {
            Add(index, graph.Vectors, graph.Stored, Math.Max(1, Environment.ProcessorCount - 1), cancellationToken);
            return new FaissVectorIndex(index, kind, graph);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    public void Write(string path) => index.Write(path);

    public int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores)
    {
        // Rows of documents that are gone may be the nearest of all: more are asked for until enough are left, or there are no more.
        for (var wanted = rows.Length + Math.Min(rows.Length, rowCount - Count); ; wanted = Math.Min(2 * wanted, rowCount))
        {
            var found = new long[wanted];
            var products = new float[wanted];
            try
            {
                index.Search(query, kind.Effort, products, found);
            }
            catch (ObjectDisposedException)
            {
                return afterwards.Search(query, rows, scores);
            }

            var count = Take(found, products, rows, scores);
            if (count == rows.Length || rowCount == Count || wanted >= rowCount)
            {
                return count;
            }
        }
    }

    public void Dispose() => index.Dispose();

    private static void Add(FaissIndex index, QuantizedVectors vectors, int from, int threads, CancellationToken cancellationToken)
    {
        for (var first = from; first < vectors.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            index.Add(vectors.Decode(first, Math.Min(Batch, vectors.Count - first)), threads);
        }
    }

    private int Take(long[] found, float[] products, Span<int> rows, Span<float> scores)
    {
        var count = 0;
        for (var i = 0; i < found.Length && count < rows.Length; i++)
        {
            if (DocumentOf(found[i]) is >= 0 and var document)
            {
                scores[count] = products[i];
                rows[count++] = document;
            }
        }

        return count;
    }

    /// <summary>-1 where libfaiss found nothing more, or what is gone; whatever a file says must not lead outside of the documents.</summary>
    private int DocumentOf(long row) => row < 0 || row >= rowCount ? -1 : documents is null ? (int)row : documents[row];
}
