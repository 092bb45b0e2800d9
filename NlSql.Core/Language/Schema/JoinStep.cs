namespace NlSql.Core.Language.Schema;

/// <summary>One join on the way from a table to another.</summary>
internal sealed record JoinStep(KeyEdge Edge, TableNode From, TableNode To)
{
    /// <summary>From the table that refers to the one that is referred to; of a self reference the caller says which.</summary>
    public bool IsForward { get; init; } = From == Edge.Many;

    /// <summary>The same key, walked the other way.</summary>
    public JoinStep Back() => new(Edge, To, From) { IsForward = !IsForward };

    public IReadOnlyList<ColumnNode> FromColumns => IsForward ? Edge.ManyColumns : Edge.OneColumns;

    /// <summary>As many as <see cref="FromColumns"/>, each equal to the one in its place.</summary>
    public IReadOnlyList<ColumnNode> ToColumns => IsForward ? Edge.OneColumns : Edge.ManyColumns;

    public bool IsToOne => Edge.IsToOneAlong(IsForward);
}
