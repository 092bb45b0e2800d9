namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>Finds the vectors with the largest inner product. Thread-safe for searches.</summary>
internal interface IVectorIndex : IDisposable
{
    /// <summary>For status pages, for instance <c>hnsw</c> or <c>managed</c>.</summary>
    string Kind { get; }

    int Count { get; }

    /// <summary>
    /// Writes the best rows for <paramref name="query"/>, best first, into <paramref name="rows"/> and <paramref name="scores"/>
    /// (equal lengths) and returns how many were found.
    /// </summary>
    int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores);
}
