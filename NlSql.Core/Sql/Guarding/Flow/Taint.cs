using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>Where a hidden column comes into a statement.</summary>
/// <param name="Node">The reference.</param>
/// <param name="Relation">Whose column it is.</param>
/// <param name="Column">Null when it is taken without being named: by <c>*</c>, a whole row, a place in a list.</param>
/// <param name="Text">As it is written.</param>
internal sealed record Taint(ParseNode Node, RelationName Relation, string? Column, string Text);

/// <summary>What of a relation is hidden.</summary>
/// <param name="Hides">Of the name of a column.</param>
/// <param name="HidesAny">Whether any of its columns is.</param>
/// <param name="Columns">All that can be read, and all hidden ones; null when they are not known.</param>
internal sealed record HiddenPart(Func<string, bool> Hides, bool HidesAny, IReadOnlyList<string>? Columns)
{
    public static HiddenPart None { get; } = new(_ => false, false, null);

    /// <summary>
    /// The columns stand in their places. Those that the role may not read can be missing all the same: where they are, the server refuses <c>*</c>.
    /// </summary>
    public bool IsInOrder { get; private init; }

    /// <param name="hidden">Names.</param>
    /// <param name="open">Columns in their order; the hidden ones can be missing, and then nobody knows their places.</param>
    public static HiddenPart Of(IReadOnlySet<string> hidden, IReadOnlyList<string>? open) =>
        new(hidden.Contains, hidden.Count > 0, open is null ? null : [.. open.Union(hidden, StringComparer.Ordinal)])
        {
            IsInOrder = open is not null && hidden.IsSubsetOf(open),
        };
}
