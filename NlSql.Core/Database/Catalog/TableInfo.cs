using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>Kinds of relations that can be asked.</summary>
public enum RelationKind
{
    Table,
    PartitionedTable,
    View,
    MaterializedView,
    ForeignTable,
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
