using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>What a column's values are, whatever PostgreSQL calls the type. Domains count as their base type.</summary>
public enum ColumnKind
{
    /// <summary>text, varchar, char, citext, name.</summary>
    Text,

    /// <summary>A type made by CREATE TYPE ... AS ENUM.</summary>
    Enum,

    /// <summary>smallint, integer, bigint, oid.</summary>
    Integer,

    /// <summary>numeric and money.</summary>
    Decimal,

    /// <summary>real and double precision.</summary>
    Float,

    /// <summary>boolean.</summary>
    Boolean,

    /// <summary>date.</summary>
    Date,

    /// <summary>timestamp without time zone.</summary>
    Timestamp,

    /// <summary>timestamp with time zone: an instant.</summary>
    TimestampTz,

    /// <summary>time with and without time zone.</summary>
    Time,

    /// <summary>interval.</summary>
    Interval,

    /// <summary>json and jsonb.</summary>
    Json,

    /// <summary>uuid.</summary>
    Uuid,

    /// <summary>An array of anything.</summary>
    Array,

    /// <summary>bytea.</summary>
    Binary,

    /// <summary>Anything else: ranges, network addresses, geometry, composites ...</summary>
    Other,
}

/// <summary>One column.</summary>
public sealed record ColumnInfo
{
    /// <summary>As the catalog spells it, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>As <c>format_type</c> gives it, for instance <c>numeric(12,2)</c> or <c>sales.order_status</c>.</summary>
    public required string DataType { get; init; }

    /// <summary>By the type, of domains by the type beneath.</summary>
    public ColumnKind Kind { get; init; } = ColumnKind.Other;

    /// <summary>False for NOT NULL columns; true where nobody told, of views for one.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>COMMENT ON COLUMN; null when there is none.</summary>
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

    /// <summary>
    /// Of a personal column of a composite type: the fields that hold nothing personal, so that <c>(home).town</c> may be shown where <c>home</c> may not; the
    /// names of fields in fields with NUL between them. Null when any of it can be personal.
    /// </summary>
    public IReadOnlySet<string>? OpenFields { get; init; }

    /// <summary>Values are there only where they may be shown: never of <see cref="IsPersonal"/> columns.</summary>
    public ColumnStatistics Statistics { get; init; } = ColumnStatistics.None;
}

/// <summary>What the planner's statistics or a sample tell of a column.</summary>
public sealed record ColumnStatistics
{
    /// <summary>Nothing is known.</summary>
    public static ColumnStatistics None { get; } = new();

    /// <summary>Share of NULL, 0 to 1.</summary>
    public double? NullFraction { get; init; }

    /// <summary>Estimated number of distinct values (absolute).</summary>
    public double? DistinctCount { get; init; }

    /// <summary>Most common values of a low-cardinality text or enum column, most frequent first.</summary>
    public IReadOnlyList<SampleValue> Samples { get; init; } = [];

    /// <summary>
    /// Some values of a text column that holds many different ones, all of them numbers or dates as people write them ("1,250.00", "31/05/2024"): they tell the
    /// form and no more. Empty for other columns.
    /// </summary>
    public IReadOnlyList<string> Written { get; init; } = [];

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
