namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>Compares with every vector in managed code: used when the native library is not there, and the oracle for it in tests.</summary>
internal sealed class ExactVectorIndex(QuantizedVectors vectors) : IVectorIndex
{
    public const string Name = "managed";

    public string Kind => Name;

    public int Count => vectors.Count;

    public int Search(ReadOnlySpan<float> query, Span<int> rows, Span<float> scores)
    {
        var worstFirst = new PriorityQueue<int, float>(rows.Length + 1);
        for (var row = 0; row < vectors.Count; row++)
        {
            var score = vectors.Dot(query, row);
            if (worstFirst.Count < rows.Length)
            {
                worstFirst.Enqueue(row, score);
            }
            else if (worstFirst.TryPeek(out _, out var worst) && score > worst)
            {
                worstFirst.DequeueEnqueue(row, score);
            }
        }

        var found = worstFirst.Count;
        for (var i = found - 1; i >= 0; i--)
        {
            worstFirst.TryDequeue(out rows[i], out scores[i]);
        }

        return found;
    }

    public void Dispose()
    {
        // Holds managed memory only.
    }
}
