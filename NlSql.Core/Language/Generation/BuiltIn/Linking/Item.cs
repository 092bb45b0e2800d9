using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

internal enum ItemKind
{
    /// <summary>A word nothing is known of.</summary>
    Word,
    Cue,

    /// <summary>Names a table or a column or both.</summary>
    Name,

    /// <summary>A value: known to the database, quoted, or a proper name.</summary>
    Value,
    Number,
    Date,

    /// <summary>Comma, full stop and the like.</summary>
    Break,
}

/// <summary>A stretch of the question and everything it could mean.</summary>
internal sealed class Item
{
    public required ItemKind Kind { get; init; }

    /// <summary>As it stands in the question; for a quotation what is between the marks.</summary>
    public required string Text { get; init; }

    public required int FirstToken { get; init; }

    public required int TokenCount { get; init; }

    public string Lower => field ??= Text.ToLowerInvariant();

    public Cue? Cue { get; init; }

    public IReadOnlyList<(TableNode Table, double Score)> Tables { get; init; } = [];

    public IReadOnlyList<(ColumnNode Column, double Score)> Columns { get; init; } = [];

    public IReadOnlyList<KnownValue> Values { get; init; } = [];

    /// <summary>The table that the phrase itself names beside the column: "names of students".</summary>
    public TableNode? Owner { get; init; }

    public decimal Number { get; init; }

    /// <summary>The number as one of rows: null where it is none, is broken, or is more than a query can be limited to.</summary>
    public int? Rows => Kind == ItemKind.Number && Number is >= 1 and <= int.MaxValue && decimal.IsInteger(Number) ? (int)Number : null;

    public DateRange? Date { get; init; }

    public bool IsQuoted { get; init; }

    /// <summary>Set once a reader has made something of it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What it was taken for, for the reader of the answer.</summary>
    public string? Meaning { get; set; }

    /// <summary>Not written in the question but meant by it: "by month" of "month over month".</summary>
    public bool IsImplied => TokenCount == 0;

    public bool Is(CueKind kind) => Cue?.Kind == kind;

    public bool IsAny(params ReadOnlySpan<CueKind> kinds) => Cue is { } cue && kinds.Contains(cue.Kind);

    /// <summary>Other readings that were possible, where they are not among the links of the words themselves.</summary>
    public IReadOnlyList<string> Others { get; set; } = [];

    /// <summary>The two columns that fit best, and by how much the first is ahead in rank; null when there are no two.</summary>
    public (ColumnNode First, ColumnNode Second, double Margin)? Contest { get; set; }

    public double TableScore => Tables.Count > 0 ? Tables[0].Score : 0;

    public double ColumnScore => Columns.Count > 0 ? Columns[0].Score : 0;

    public override string ToString() => $"[{Kind}:{Text}{(Cue is null ? "" : "=" + Cue.Kind)}]";
}
