namespace NlSql.Core.Turns.Evaluation;

/// <summary>What many outcomes come to. Cases whose gold query did not run are left out of every share.</summary>
public sealed record EvalReport
{
    /// <summary>Every case that counts.</summary>
    public required EvalGroup All { get; init; }

    /// <summary>By the first word of the case's source, in order of its name.</summary>
    public required IReadOnlyList<EvalGroup> BySource { get; init; }

    /// <summary>Number of cases by verdict, the better first.</summary>
    public required IReadOnlyDictionary<EvalVerdict, int> Verdicts { get; init; }

    /// <summary>Cases that count nowhere, because no right query of theirs ran.</summary>
    public int GoldFailed { get; init; }

    /// <summary>Milliseconds of retrieval and generation: median and 95th percentile.</summary>
    public double DraftMsMedian { get; init; }

    /// <inheritdoc cref="DraftMsMedian"/>
    public double DraftMsP95 { get; init; }

    /// <summary>Counts the outcomes.</summary>
    public static EvalReport Of(IReadOnlyList<EvalOutcome> outcomes)
    {
        var counted = outcomes.Where(o => o.Verdict != EvalVerdict.GoldFailed).ToList();
        var drafts = counted.Select(o => o.DraftMs).Order().ToList();
        return new EvalReport
        {
            All = EvalGroup.Of("all", counted),
            BySource = [
                .. counted.GroupBy(o => SourceName(o.Source), StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => EvalGroup.Of(g.Key, [.. g]))
            ],
            Verdicts = outcomes.GroupBy(o => o.Verdict).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            GoldFailed = outcomes.Count - counted.Count,
            DraftMsMedian = Percentile(drafts, 0.5),
            DraftMsP95 = Percentile(drafts, 0.95),
        };
    }

    private static string SourceName(string? source) => source?.Split(' ', 2)[0] is { Length: > 0 } name ? name : "?";

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}

/// <param name="Correct">Exact and subset.</param>
public sealed record EvalGroup(string Name, int Cases, int Correct, int Exact)
{
    /// <summary>0 to 1.</summary>
    public double Accuracy => Cases == 0 ? 0 : (double)Correct / Cases;

    /// <summary>Counts the outcomes of one source.</summary>
    public static EvalGroup Of(string name, IReadOnlyCollection<EvalOutcome> outcomes) =>
        new(name, outcomes.Count, outcomes.Count(o => o.IsCorrect), outcomes.Count(o => o.Verdict == EvalVerdict.Exact));
}
