using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Language.Generation;

/// <summary>One change to what a model wrote, with its reason: mended by the catalog, or written anew because it would not run.</summary>
/// <param name="Before">Laid out for people.</param>
/// <param name="After">Laid out for people.</param>
/// <param name="Corrections">Why the catalog mended it; empty where the model wrote it anew.</param>
/// <param name="Fault">The guard's or the database's word, for which the model wrote it anew; null where it was mended.</param>
public sealed record DraftChange(string Before, string After, IReadOnlyList<Correction> Corrections, string? Fault)
{
    /// <summary>Which lines went and which came.</summary>
    public IReadOnlyList<DiffLine> Diff => LineDiff.Between(Before, After);

    /// <summary>What it answers may be something else than the model meant: for a person to look at.</summary>
    public bool ChangesMeaning => Corrections.Any(correction => correction.ChangesMeaning);

    /// <summary>In the order in which they were made; none for other writers, and for drafts that were taken as they came.</summary>
    public static IReadOnlyList<DraftChange> Of(SqlDraft? draft)
    {
        List<DraftChange> changes = [];
        var steps = draft?.Work?.Steps ?? [];
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.Mended is { } mended)
            {
                changes.Add(new DraftChange(step.Sql, mended, step.Corrections, null));
            }

            if (step.Fault is { } fault && i + 1 < steps.Count)
            {
                changes.Add(new DraftChange(step.Mended ?? step.Sql, steps[i + 1].Sql, [], fault));
            }
        }

        return changes;
    }
}
