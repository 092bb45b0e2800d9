using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>Kinds of relations that can be asked.</summary>
public enum RelationKind
{
    /// <summary>An ordinary table.</summary>
    Table,

    /// <summary>The whole; its partitions are no relations of their own here.</summary>
    PartitionedTable,

    /// <summary>Runs its query each time it is read.</summary>
    View,

    /// <summary>Holds rows of its last refresh.</summary>
    MaterializedView,

    /// <summary>Lies on another server.</summary>
    ForeignTable,
}

/// <summary>One relation with its columns.</summary>
public sealed record TableInfo
{
    /// <summary>With its schema.</summary>
    public required RelationName Name { get; init; }

    /// <summary>What it is in <c>pg_class</c>.</summary>
    public RelationKind Kind { get; init; } = RelationKind.Table;

    /// <summary>COMMENT ON TABLE or VIEW; null when there is none.</summary>
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
