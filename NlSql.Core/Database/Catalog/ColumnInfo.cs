using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>What a column's values are, whatever PostgreSQL calls the type. Domains count as their base type.</summary>
public enum ColumnKind
{
    Text,
    Enum,
    Integer,
    Decimal,
    Float,
    Boolean,
    Date,
    Timestamp,
    TimestampTz,
    Time,
    Interval,
    Json,
    Uuid,
    Array,
    Binary,
    Other,
}

/// <summary>One column.</summary>
public sealed record ColumnInfo
{
    public required string Name { get; init; }

    /// <summary>As <c>format_type</c> gives it, for instance <c>numeric(12,2)</c> or <c>sales.order_status</c>.</summary>
    public required string DataType { get; init; }

    public ColumnKind Kind { get; init; } = ColumnKind.Other;

    public bool IsNullable { get; init; } = true;

    public string? Comment { get; init; }

    /// <summary>A name for people that a site or a catalog file gives; null when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>Name of the domain the column is declared with.</summary>
    public string? Domain { get; init; }

    /// <summary>
    /// The type's name in <c>pg_type</c>, for instance <c>numeric</c> or <c>money</c>; of a domain that of the type beneath it. Null where
    /// no database told (a catalog file).
    /// </summary>
    public string? BaseType { get; init; }

    /// <summary>Labels of an enum type (or of the enum an array holds) in order.</summary>
    public IReadOnlyList<string> EnumLabels { get; init; } = [];

    /// <summary>Personal data: its values are never sampled, indexed or shown to a model.</summary>
    public bool IsPersonal { get; init; }

    public ColumnStatistics Statistics { get; init; } = ColumnStatistics.None;
}

/// <summary>What the planner's statistics or a sample tell of a column.</summary>
public sealed record ColumnStatistics
{
    public static ColumnStatistics None { get; } = new();

    /// <summary>Share of NULL, 0 to 1.</summary>
    public double? NullFraction { get; init; }

    /// <summary>Estimated number of distinct values (absolute).</summary>
    public double? DistinctCount { get; init; }

    /// <summary>Most common values of a low-cardinality text or enum column, most frequent first.</summary>
    public IReadOnlyList<SampleValue> Samples { get; init; } = [];

    /// <summary>Smallest known value in PostgreSQL's text form (dates ISO).</summary>
    public string? Minimum { get; init; }

    /// <summary>Largest known value in PostgreSQL's text form (dates ISO).</summary>
    public string? Maximum { get; init; }
}

/// <summary>A value that occurs in a column, with its estimated number of rows.</summary>
public sealed record SampleValue(string Value, long? Rows = null);

/// <summary>A foreign key; column lists have equal length.</summary>
/// <param name="IsDeclared">True for a constraint, false for one guessed from names or given by the site.</param>
public sealed record ForeignKey(
    RelationName From,
    IReadOnlyList<string> FromColumns,
    RelationName To,
    IReadOnlyList<string> ToColumns,
    string? Name = null,
    bool IsDeclared = true);
