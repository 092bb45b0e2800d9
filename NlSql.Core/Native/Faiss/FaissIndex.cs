namespace NlSql.Core.Native.Faiss;

/// <summary>One FAISS index by inner product. Searches may run side by side; adding, training and writing may not.</summary>
internal sealed class FaissIndex : IDisposable
{
    private readonly FaissIndexHandle handle;

    private FaissIndex(FaissIndexHandle handle)
    {
        this.handle = handle;
        FaissNative.ThrowIfFailed(FaissNative.Describe(handle, out var info));
        Dimension = info.Dimension;
    }

    public int Dimension { get; }

    /// <summary>An empty index. Throws <see cref="FaissException"/> when <paramref name="kind"/> is not on the shim's list.</summary>
    public static FaissIndex Create(int dimension, string kind)
    {
        RequireLibrary();
        FaissNative.ThrowIfFailed(FaissNative.Create(dimension, kind, out var handle));
        return new FaissIndex(handle);
    }

    /// <summary>
    /// Reads what <see cref="Write"/> wrote. Only for files whose digest was checked. <paramref name="vectors"/> (row by row) are what an HNSW
    /// graph stands over; other kinds ignore them.
    /// </summary>
    public static FaissIndex Read(string path, int dimension, string kind, long count, ReadOnlySpan<float> vectors)
    {
        RequireLibrary();
        if (!vectors.IsEmpty && vectors.Length != count * dimension)
        {
            throw new ArgumentException("The vectors do not fit count and dimension.", nameof(vectors));
        }

        FaissNative.ThrowIfFailed(FaissNative.Read(path, dimension, kind, count, vectors, out var handle));
        return new FaissIndex(handle);
    }

    public void Train(ReadOnlySpan<float> vectors, int threads) =>
        FaissNative.ThrowIfFailed(FaissNative.Train(handle, Rows(vectors), vectors, threads));

    public void Add(ReadOnlySpan<float> vectors, int threads) =>
        FaissNative.ThrowIfFailed(FaissNative.Add(handle, Rows(vectors), vectors, threads));

    /// <summary>The best rows for one query, best first; -1 where there are fewer.</summary>
    public void Search(ReadOnlySpan<float> query, int effort, Span<float> scores, Span<long> rows)
    {
        if (query.Length != Dimension || scores.Length != rows.Length)
        {
            throw new ArgumentException("The buffers do not fit the index.", nameof(query));
        }

        FaissNative.ThrowIfFailed(FaissNative.Search(handle, query, rows.Length, effort, scores, rows));
    }

    public void Write(string path) => FaissNative.ThrowIfFailed(FaissNative.Write(handle, path));

    public void Dispose() => handle.Dispose();

    private long Rows(ReadOnlySpan<float> vectors) => vectors.Length % Dimension == 0
        ? vectors.Length / Dimension
        : throw new ArgumentException("The vectors are not whole rows.", nameof(vectors));

    private static void RequireLibrary()
    {
        if (FaissLibrary.Problem is { } problem)
        {
            throw new FaissException(problem);
        }
    }
}
