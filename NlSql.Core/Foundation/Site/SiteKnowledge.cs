using NlSql.Core.Foundation.Numbers;

namespace NlSql.Core.Foundation.Site;

/// <summary>
/// What an installation knows about its database beyond what the database itself says: the checked content of SITE_FILE, or
/// <see cref="Nothing"/>.
/// </summary>
public sealed record SiteKnowledge
{
    /// <summary>No site file.</summary>
    public static SiteKnowledge Nothing { get; } = new();

    /// <summary>Terms of the house, with the SQL they mean.</summary>
    public IReadOnlyList<GlossaryTerm> Glossary { get; init; } = [];

    /// <summary>Sentences that go with every question to a model.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Columns that hold personal data although their names do not say so.</summary>
    public IReadOnlyList<ColumnPattern> PersonalColumns { get; init; } = [];

    /// <summary>Columns that only look personal; wins over <see cref="PersonalColumns"/>.</summary>
    public IReadOnlyList<ColumnPattern> NotPersonalColumns { get; init; } = [];

    /// <summary>Columns that are left out of the catalog altogether.</summary>
    public IReadOnlyList<ColumnPattern> BarredColumns { get; init; } = [];

    /// <summary>Functions outside <c>pg_catalog</c> that the guard may let pass, as <c>schema.name</c>.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Operators with implementations outside <c>pg_catalog</c> that may be used.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>Types outside <c>pg_catalog</c> that may be cast to.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Foreign keys that the database does not declare.</summary>
    public IReadOnlyList<SiteForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>What tables and columns are, where NlSql would find out something else.</summary>
    public SiteFacts Facts { get; init; } = SiteFacts.None;

    /// <summary>IANA name of the zone in which days begin; null when not stated. TIME_ZONE wins over it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Monday unless set.</summary>
    public DayOfWeek FirstWeekday { get; init; } = DayOfWeek.Monday;

    /// <summary>Month (1 to 12) in which the fiscal year begins.</summary>
    public int FiscalYearStart { get; init; } = 1;

    /// <summary>How numbers are written for people, with the currency of amounts that have none of their own.</summary>
    public NumberFormat Numbers { get; init; } = NumberFormat.Neutral;
}

/// <param name="Term">As people say it.</param>
/// <param name="Sql">The expression or condition it means; null when it only explains.</param>
public sealed record GlossaryTerm(string Term, string? Sql, string? Description, IReadOnlyList<string> Synonyms);

/// <summary>A foreign key by names: <c>schema.table</c> or <c>table</c>, and its columns.</summary>
public sealed record SiteForeignKey(string FromTable, IReadOnlyList<string> FromColumns, string ToTable, IReadOnlyList<string> ToColumns);
