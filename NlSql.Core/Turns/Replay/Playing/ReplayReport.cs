namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>What came of playing a pack again, stage by stage in the order of a turn.</summary>
public sealed record ReplayReport(IReadOnlyList<ReplayStage> Stages)
{
    /// <summary>Something is not as it was.</summary>
    public bool Differs => Stages.Any(stage => stage.Outcome == ReplayOutcome.Differs);

    /// <summary>The first stage that is not as it was: what comes after it may differ because of it; null where all are the same.</summary>
    public ReplayStage? First => Stages.FirstOrDefault(stage => stage.Outcome == ReplayOutcome.Differs);
}

/// <param name="Name">For people: <c>prompt</c>.</param>
/// <param name="Sentences">The differences, or why it was not compared; empty for what is the same.</param>
public sealed record ReplayStage(string Name, ReplayOutcome Outcome, IReadOnlyList<string> Sentences)
{
    public static ReplayStage Of(string name, params IEnumerable<string?> differences)
    {
        List<string> found = [.. differences.OfType<string>()];
        return new(name, found.Count == 0 ? ReplayOutcome.Same : ReplayOutcome.Differs, found);
    }

    public static ReplayStage NotCompared(string name, string why) => new(name, ReplayOutcome.NotCompared, [why]);
}

public enum ReplayOutcome
{
    Same,
    Differs,
    NotCompared,
}
