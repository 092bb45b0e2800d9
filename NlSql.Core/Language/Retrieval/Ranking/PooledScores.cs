using System.Buffers;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>A score for every document of a search, zero at first. Pooled: at 100,000 columns it would go to the large object heap with every question.</summary>
internal readonly struct PooledScores : IDisposable
{
    private readonly float[] _scores;
    private readonly int _count;

    public PooledScores(int count)
    {
        _count = count;
        _scores = ArrayPool<float>.Shared.Rent(count);
        Span.Clear();
    }

    public Span<float> Span => _scores.AsSpan(0, _count);

    public void Dispose() => ArrayPool<float>.Shared.Return(_scores);
}
