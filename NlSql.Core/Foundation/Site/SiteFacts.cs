namespace NlSql.Core.Foundation.Site;

/// <summary>What the site says of tables and columns; it wins over what NlSql finds out by itself.</summary>
public sealed record SiteFacts
{
    /// <summary>Nothing said.</summary>
    public static SiteFacts None { get; } = new();

    /// <summary>Tables that keep former rows.</summary>
    public IReadOnlyList<SiteHistory> Histories { get; init; } = [];

    /// <summary>Tables that keep no former rows.</summary>
    public IReadOnlyList<TablePattern> NotHistories { get; init; } = [];

    /// <summary>Columns that say yes or no in values of their own.</summary>
    public IReadOnlyList<SiteFlag> Flags { get; init; } = [];

    /// <summary>Columns whose two values mean no yes and no.</summary>
    public IReadOnlyList<ColumnPattern> NotFlags { get; init; } = [];

    /// <summary>Columns that say when something happened.</summary>
    public IReadOnlyList<SiteDate> Dates { get; init; } = [];

    /// <summary>Figures of a row that no column holds.</summary>
    public IReadOnlyList<SiteMeasure> Measures { get; init; } = [];

    /// <summary>Columns of numbers that are neither added up nor averaged.</summary>
    public IReadOnlyList<ColumnPattern> NotMeasures { get; init; } = [];

    /// <summary>What stands for a row before people.</summary>
    public IReadOnlyList<SiteName> Names { get; init; } = [];

    /// <summary>Where codes are told.</summary>
    public IReadOnlyList<SiteLookup> Lookups { get; init; } = [];
}

/// <summary>Tables by name: <c>table</c> or <c>schema.table</c>, with <c>*</c> for any text. Case does not matter.</summary>
public sealed record TablePattern(string Text)
{
    private readonly ColumnPattern columns = new($"{Text}.*");

    /// <summary>Both names as the catalog spells them.</summary>
    public bool Matches(string schema, string table) => columns.Matches(schema, table, "any");
}

/// <summary>A table that keeps former rows; at least one of the columns is given.</summary>
/// <param name="Current">A flag that marks the rows in force.</param>
public sealed record SiteHistory(TablePattern Table, string? From, string? To, string? Current);

/// <param name="Yes">What stands for yes, as PostgreSQL writes it.</param>
public sealed record SiteFlag(ColumnPattern Column, string Yes, string No);

/// <param name="Verbs">How people say that it happened.</param>
/// <param name="IsMain">It is meant where no date is named.</param>
public sealed record SiteDate(ColumnPattern Column, IReadOnlyList<string> Verbs, bool IsMain);

/// <param name="Expression">Its value for one row of the table.</param>
public sealed record SiteMeasure(TablePattern Table, string Name, IReadOnlyList<string> Synonyms, SiteExpression Expression);

/// <summary>The columns by which people know a row.</summary>
public sealed record SiteName(TablePattern Table, IReadOnlyList<string> Columns);

/// <summary>The table that says what the codes of a column mean, by its column of labels.</summary>
public sealed record SiteLookup(ColumnPattern Column, TablePattern Table, string Label);
