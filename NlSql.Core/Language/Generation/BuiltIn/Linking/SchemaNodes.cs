using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A table as the translator sees it.</summary>
internal sealed class TableNode(TableInfo info, IReadOnlyList<string> words)
{
    public TableInfo Info { get; } = info;

    /// <summary>Lemmas of the name.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    public string Joined { get; } = string.Concat(words);

    public IReadOnlyList<ColumnNode> Columns { get; set; } = [];

    /// <summary>Columns that tell one row from another: the primary key, or the column that looks like one.</summary>
    public IReadOnlyList<ColumnNode> Key { get; set; } = [];

    /// <summary>Columns a person knows a row by.</summary>
    public IReadOnlyList<ColumnNode> Display { get; set; } = [];

    /// <summary>Holds little more than foreign keys.</summary>
    public bool IsBridge { get; set; }

    public string Name => Info.Name.Name;

    public override string ToString() => Info.Name.ToString();
}

/// <summary>A column as the translator sees it.</summary>
internal sealed class ColumnNode(TableNode table, ColumnInfo info, IReadOnlyList<string> words)
{
    public TableNode Table { get; } = table;

    public ColumnInfo Info { get; } = info;

    /// <summary>Lemmas of the name.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    public string Joined { get; } = string.Concat(words);

    /// <summary>Lemmas of the name without those of the table's name; all of them when nothing would be left.</summary>
    public IReadOnlyList<string> OwnWords { get; } = words.Except(table.Words).ToArray() is { Length: > 0 } own ? own : words;

    public bool IsKey { get; set; }

    public bool IsForeignKey { get; set; }

    public bool IsNumeric => Info.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    public bool IsText => Info.Kind is ColumnKind.Text or ColumnKind.Enum;

    public bool IsDate => Info.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;

    /// <summary>
    /// Amounts of PostgreSQL's type <c>money</c>, or of a domain over it: neither averaged nor compared with numbers, but cast to numeric.
    /// </summary>
    public bool IsMoney => "money" == (Info.BaseType ?? Info.DataType);

    /// <summary>A number that can be added up or averaged, rather than an identifier.</summary>
    public bool IsMeasure => IsNumeric && !IsKey && !IsForeignKey && Words[^1] is not ("id" or "code" or "key");

    /// <summary>An integer column that holds calendar years.</summary>
    public bool IsYear => Info.Kind is ColumnKind.Integer or ColumnKind.Text && Words[^1] == "year";

    public override string ToString() => $"{Table.Name}.{Info.Name}";
}

/// <summary>A foreign key, declared or guessed. <paramref name="Many"/> refers to <paramref name="One"/>.</summary>
internal sealed record JoinEdge(TableNode Many, IReadOnlyList<ColumnNode> ManyColumns, TableNode One, IReadOnlyList<ColumnNode> OneColumns, bool IsDeclared)
{
    /// <summary>A foreign key that is itself the key: at most one row on both sides.</summary>
    public bool IsOneToOne { get; } = Many.Key.Count == ManyColumns.Count && ManyColumns.All(Many.Key.Contains);

    public TableNode Other(TableNode table) => table == Many ? One : Many;

    /// <summary>True when one row of <paramref name="from"/> meets at most one row on the other side.</summary>
    public bool IsToOne(TableNode from) => from == Many || IsOneToOne;
}
