namespace NlSql.Core.Language.Schema;

/// <summary>A foreign key, declared or guessed. <paramref name="Many"/> refers to <paramref name="One"/>.</summary>
internal sealed record KeyEdge(TableNode Many, IReadOnlyList<ColumnNode> ManyColumns, TableNode One, IReadOnlyList<ColumnNode> OneColumns, bool IsDeclared)
{
    /// <summary>A foreign key that is itself the key: at most one row on both sides.</summary>
    public bool IsOneToOne { get; } = Many.Key.Count == ManyColumns.Count && ManyColumns.All(Many.Key.Contains);

    public TableNode Other(TableNode table) => table == Many ? One : Many;

    /// <summary>True when one row of <paramref name="from"/> meets at most one row on the other side.</summary>
    public bool IsToOne(TableNode from) => from == Many || IsOneToOne;
}
