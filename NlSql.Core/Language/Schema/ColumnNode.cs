using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Schema;

/// <summary>A column of a schema, with what is known of it.</summary>
internal sealed class ColumnNode(TableNode table, ColumnInfo info, IReadOnlyList<string> words)
{
    public TableNode Table { get; } = table;

    /// <summary>As the catalog tells it; of text that is read as something else as if it were of that type.</summary>
    public ColumnInfo Info { get; } = info;

    /// <summary>How its text is read; null for a column whose values are what its type says.</summary>
    public TextForm? Form { get; init; }

    /// <summary>Lemmas of the name.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    public string Joined { get; } = string.Concat(words);

    /// <summary>Lemmas of the name without those of the table's name; all of them when nothing would be left.</summary>
    public IReadOnlyList<string> OwnWords { get; } = words.Except(table.Words).ToArray() is { Length: > 0 } own ? own : words;

    public bool IsKey { get; set; }

    public bool IsForeignKey { get; set; }

    /// <summary>What stands for yes and no; null for a column that is no flag.</summary>
    public FlagValues? Flag { get; set; }

    public bool IsNumeric => Info.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    public bool IsText => Info.Kind is ColumnKind.Text or ColumnKind.Enum;

    public bool IsDate => Info.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;

    /// <summary>Holds times of the day, be it as text: 08:30.</summary>
    public bool IsClock => Info.Kind == ColumnKind.Time || (Info.Kind == ColumnKind.Text && IsClockText);

    private bool IsClockText
    {
        get
        {
            string?[] known = [Info.Statistics.Minimum, Info.Statistics.Maximum, .. Info.Statistics.Samples.Select(s => s.Value)];
            return Array.Exists(known, k => k is not null) && Array.TrueForAll(known, k => k is null or [>= '0' and <= '9', >= '0' and <= '9', ':', ..]);
        }
    }

    /// <summary>
    /// Amounts of PostgreSQL's type <c>money</c>, or of a domain over it: neither averaged nor compared with numbers, but cast to numeric.
    /// </summary>
    public bool IsMoney => "money" == (Info.BaseType ?? Info.DataType);

    /// <summary>What its codes mean, where a small table says so.</summary>
    public LookupOf? Lookup { get; set; }

    /// <summary>A number that can be added up or averaged: no key or reference, no code, no flag, no year, none of a single period.</summary>
    public bool IsMeasure => IsNumeric && !IsKey && !IsForeignKey && Flag is null && !IsYear && !IsOfPeriod && (IsGivenMeasure ?? !IdentifierNames.Is(Words));

    /// <summary>It stands beside others that hold the same for other months or years.</summary>
    public bool IsOfPeriod { get; set; }

    /// <summary>What the site says of it being a measure; null where it says nothing.</summary>
    public bool? IsGivenMeasure { get; set; }

    /// <summary>An integer column that holds calendar years.</summary>
    public bool IsYear => Info.Kind is ColumnKind.Integer or ColumnKind.Text && Words[^1] == "year";

    public override string ToString() => $"{Table.Name}.{Info.Name}";
}
