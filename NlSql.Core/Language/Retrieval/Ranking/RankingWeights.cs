namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>How the signals are mixed; the defaults are measured (docs/benchmarks.md).</summary>
internal sealed record RankingWeights
{
    public static RankingWeights Default { get; } = new();

    public double Lexical { get; init; } = 0.8;

    public double TableVector { get; init; } = 0.35;

    public double NameVector { get; init; } = 0.45;

    public double ColumnVector { get; init; } = 0.2;

    public double Value { get; init; } = 1;

    public double NameCoverage { get; init; } = 1;

    public double WholeName { get; init; } = 0.5;

    public double FromReferring { get; init; } = 0.2;

    public double FromReferred { get; init; } = 0.1;

    public double CopyPenalty { get; init; } = 2;

    public double ColumnDocument { get; init; } = 0.3;

    public double TableOfColumn { get; init; } = 1.4;

    public double JoinColumn { get; init; } = 2;
}
