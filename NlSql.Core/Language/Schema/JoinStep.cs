namespace NlSql.Core.Language.Schema;

/// <summary>One join on the way from a table to another.</summary>
internal sealed record JoinStep(KeyEdge Edge, TableNode From, TableNode To)
{
    /// <summary>From the table that refers to the one that is referred to; of a self reference the caller says which.</summary>
    public bool IsForward { get; init; } = From == Edge.Many;

    public bool IsToOne => Edge.IsToOneAlong(IsForward);
}
