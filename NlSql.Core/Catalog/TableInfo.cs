namespace NlSql.Core.Catalog;

/// <summary>Kinds of relations that can be asked.</summary>
public enum RelationKind
{
    Table,
    PartitionedTable,
    View,
    MaterializedView,
    ForeignTable,
}

/// <summary>Schema and name of a relation as stored in the catalog (unquoted, case as it is).</summary>
public sealed record RelationName(string Schema, string Name)
{
    /// <summary>For people: <c>schema.name</c>, unquoted; the schema is left out when it is empty or <c>public</c>.</summary>
    public override string ToString() => Schema is "" or "public" ? Name : $"{Schema}.{Name}";
}

/// <summary>One relation with its columns.</summary>
public sealed record TableInfo
{
    public required RelationName Name { get; init; }

    public RelationKind Kind { get; init; } = RelationKind.Table;

    public string? Comment { get; init; }

    /// <summary>Estimated rows (planner statistics, summed over partitions); null when never analyzed.</summary>
    public long? RowEstimate { get; init; }

    /// <summary>In table order.</summary>
    public IReadOnlyList<ColumnInfo> Columns { get; init; } = [];

    /// <summary>Column names of the primary key in key order; empty when there is none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>Column names of each unique constraint or unique index without predicate.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>Text of a view's query; null for others.</summary>
    public string? ViewDefinition { get; init; }
}
