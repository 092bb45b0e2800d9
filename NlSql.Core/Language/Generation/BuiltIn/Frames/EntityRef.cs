using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>
/// A use of a table, seen from the grain of its frame. Two uses of one table are told apart by the way that leads there: the origin and the
/// destination of a flight, an employee and their manager.
/// </summary>
/// <param name="Role">The key that the way has to end with, where the question says which ("origin airport"); null when any will do.</param>
internal sealed record EntityRef(TableNode Table, KeyEdge? Role = null)
{
    /// <summary><see cref="Role"/> is a key from a table to itself and is followed backwards: those who report to an employee rather than whom the
    /// employee reports to.</summary>
    public bool IsReverse { get; init; }

    /// <summary>The keys to follow from the grain, in walking order; empty for the grain itself, null until it is resolved.</summary>
    public IReadOnlyList<JoinStep>? Route { get; init; }
}
