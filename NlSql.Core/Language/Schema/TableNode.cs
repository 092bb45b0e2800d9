using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Schema;

/// <summary>A table of a schema, with what is known of it.</summary>
internal sealed class TableNode(TableInfo info, IReadOnlyList<string> words)
{
    public TableInfo Info { get; } = info;

    /// <summary>Lemmas of the name.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    public string Joined { get; } = string.Concat(words);

    /// <summary>Its place among the tables of the catalog.</summary>
    public int Place { get; init; }

    public IReadOnlyList<ColumnNode> Columns { get; set; } = [];

    /// <summary>Columns that tell one row from another: the primary key, or the column that looks like one.</summary>
    public IReadOnlyList<ColumnNode> Key { get; set; } = [];

    /// <summary>Columns a person knows a row by.</summary>
    public IReadOnlyList<ColumnNode> Display { get; set; } = [];

    /// <summary>What it connects; null for a table that is no bridge.</summary>
    public Bridge? Bridge { get; set; }

    /// <summary>Holds little more than foreign keys, and no dates.</summary>
    public bool IsBridge => Bridge is { IsPlain: true };

    /// <summary>How it tells rows in force from former ones; null for a table that is no history.</summary>
    public HistoryOf? History { get; set; }

    /// <summary>From when to when each row lasts, where rows are things or events of their own rather than former states: a project, a contract.</summary>
    public HistoryOf? Duration { get; set; }

    /// <summary>What happens to its rows and when; the date that is meant where none is named comes first.</summary>
    public IReadOnlyList<EventDate> Events { get; set; } = [];

    /// <summary>The date that is meant where none is named; null when each would need its name.</summary>
    public EventDate? DefaultEvent => Events is [{ IsDefault: true } first, ..] ? first : null;

    /// <summary>Amounts that can be summed over its rows, best first.</summary>
    public IReadOnlyList<MeasureFact> Measures { get; set; } = [];

    /// <summary>How it tells rows in force where it knows only the day of each change; null for others.</summary>
    public ChangesOf? Changes { get; set; }

    /// <summary>Its columns of months or years; null for a table that has none.</summary>
    public SideBySide? SideBySide { get; set; }

    /// <summary>What its rows are made of; null for a table of the database.</summary>
    public SeriesOf? Series { get; init; }

    /// <summary>Known to hold no row.</summary>
    public bool IsEmpty => Info.RowEstimate == 0;

    public string Name => Info.Name.Name;

    public override string ToString() => Info.Name.ToString();
}
