using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Resolution;

/// <summary>A walk along keys from one table. Two uses of a table are the same one when the same walk leads there. Immutable.</summary>
internal sealed class Way : IEquatable<Way>
{
    private readonly JoinStep[] steps;

    private Way(TableNode start, JoinStep[] steps)
    {
        Start = start;
        this.steps = steps;
    }

    public TableNode Start { get; }

    public IReadOnlyList<JoinStep> Steps => steps;

    public int Count => steps.Length;

    public TableNode End => steps.Length == 0 ? Start : steps[^1].To;

    /// <summary>No step meets more than one row.</summary>
    public bool IsToOne => steps.All(s => s.IsToOne);

    public static Way At(TableNode table) => new(table, []);

    /// <summary>Goes on along <paramref name="further"/>. A step straight back along the key that led here undoes it: it is the row one came from.</summary>
    public Way Then(IEnumerable<JoinStep> further)
    {
        var walked = steps.ToList();
        foreach (var step in further)
        {
            if (walked.Count > 0 && walked[^1].Back() == step)
            {
                walked.RemoveAt(walked.Count - 1);
            }
            else
            {
                walked.Add(step);
            }
        }

        return new Way(Start, [.. walked]);
    }

    public Way First(int count) => new(Start, steps[..count]);

    public Way Back() => new(End, [.. steps.Reverse().Select(s => s.Back())]);

    public bool StartsWith(Way other) => Start == other.Start && other.Count <= Count && steps.AsSpan(0, other.Count).SequenceEqual(other.steps);

    /// <summary>How many steps lead through the last one that meets several rows; 0 when none does.</summary>
    public int ThroughLastToMany() => Array.FindLastIndex(steps, s => !s.IsToOne) + 1;

    public bool Equals(Way? other) => other is not null && other.Count == Count && StartsWith(other);

    public override bool Equals(object? obj) => Equals(obj as Way);

    public override int GetHashCode() => steps.Aggregate(Start.GetHashCode(), (hash, step) => HashCode.Combine(hash, step.To, step.IsForward));

    public override string ToString() => string.Join(" > ", steps.Select(s => s.To.Name).Prepend(Start.Name));
}
