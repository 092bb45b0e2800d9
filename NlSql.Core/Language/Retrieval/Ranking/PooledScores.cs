using System.Buffers;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>
/// A score for every document of a search, zero at first. Pooled: at 100,000 columns it would go to the large object heap with every question.
/// </summary>
internal readonly struct PooledScores : IDisposable
{
    private readonly float[] scores;
    private readonly int count;

    public PooledScores(int count)
    {
        this.count = count;
        scores = ArrayPool<float>.Shared.Rent(count);
        Span.Clear();
    }

    public Span<float> Span => scores.AsSpan(0, count);

    public void Dispose() => ArrayPool<float>.Shared.Return(scores);
}
