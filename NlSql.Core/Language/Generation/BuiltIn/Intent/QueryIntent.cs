using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>What a question asks for, in terms of the schema but not yet of SQL.</summary>
internal sealed class QueryIntent
{
    /// <summary>The table whose rows the question is about.</summary>
    public required TableNode Subject { get; set; }

    public List<Term> Targets { get; } = [];

    public List<Condition> Conditions { get; } = [];

    public List<Term> Groups { get; } = [];

    public List<SortKey> Sorts { get; } = [];

    public int? Limit { get; set; }

    /// <summary>The limit was not asked for in so many words: "the oldest student".</summary>
    public bool IsLimitImplied { get; set; }

    /// <summary>The limit is asked from the lower end: "the bottom 3".</summary>
    public bool IsBottom { get; set; }

    public bool IsDistinct { get; set; }

    /// <summary>"the average number of orders per customer": the counts of the groups are averaged.</summary>
    public bool IsMeanOfGroups { get; set; }

    /// <summary>The limit holds within each of the <see cref="Groups"/>: "the 3 cheapest products of each category".</summary>
    public bool IsLimitPerGroup { get; set; }

    /// <summary>Each row is shown with its place in the order: "rank the stores by revenue".</summary>
    public bool ShowsPlace { get; set; }

    /// <summary>Only the n-th of the order is asked for, counted from 1: "the second highest".</summary>
    public int? Nth { get; set; }

    /// <summary>Each of these sets has to be met by some row of the group: "countries that have both ... and ...".</summary>
    public List<IReadOnlyList<Condition>> MetByGroups { get; } = [];

    /// <summary>Periods before this day are read for comparison but not shown.</summary>
    public DateOnly? ShownFrom { get; set; }

    /// <summary>Tables that the question names without asking or filtering anything of them.</summary>
    public List<TableMention> Mentions { get; } = [];

    public bool HasAggregate => Targets.Any(t => t.IsAggregate);
}

internal sealed record SortKey(Term Term, bool IsDescending);

internal sealed record TableMention(TableNode Table, int Position);

internal enum AggregateKind
{
    Average,
    Sum,
    Maximum,
    Minimum,
    Median,
}

/// <summary>Something that can be shown, grouped, sorted or compared.</summary>
internal abstract record Term
{
    public virtual bool IsAggregate => false;

    public abstract TableNode Table { get; }

    /// <summary>All tables that have to be joined for it.</summary>
    public virtual IEnumerable<TableNode> Tables => [Table];
}

internal sealed record ColumnTerm(ColumnNode Column) : Term
{
    public override TableNode Table => Column.Table;
}

/// <summary>The rows of a table as such: shown by key and name.</summary>
internal sealed record EntityTerm(TableNode Entity) : Term
{
    public override TableNode Table => Entity;

    /// <summary>Nothing narrower was asked: all columns are shown.</summary>
    public bool WithAllColumns { get; init; }
}

/// <summary>Number of rows of a table, or of different values of a column.</summary>
internal sealed record CountTerm(TableNode Counted, ColumnNode? Column = null, bool IsDistinct = false) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Counted;
}

internal sealed record AggregateTerm(AggregateKind Kind, ColumnNode Column, bool IsDistinct = false) : Term
{
    public override bool IsAggregate => true;

    public override TableNode Table => Column.Table;
}

/// <summary>A date cut to its <c>day</c>, <c>week</c>, <c>month</c>, <c>quarter</c>, <c>year</c>, <c>fiscal quarter</c> or <c>fiscal year</c>.</summary>
internal sealed record BucketTerm(ColumnNode Column, string Unit, BusinessCalendar Calendar) : Term
{
    public override TableNode Table => Column.Table;
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

internal enum TextMatch
{
    Contains,
    StartsWith,
    EndsWith,
}

/// <summary>A restriction. <see cref="Position"/> is the index of the item that caused it.</summary>
internal abstract record Condition(int Position)
{
    public abstract TableNode Table { get; }

    /// <summary>Number of the "not" it stands under; conditions under the same one are denied together. Zero: none.</summary>
    public int Negation { get; init; }
}

internal sealed record CompareCondition(int Position, Term Left, Comparison Operator, Operand Right) : Condition(Position)
{
    public override TableNode Table => Left.Table;
}

internal sealed record OneOfCondition(int Position, ColumnNode Column, IReadOnlyList<TextValue> Values) : Condition(Position)
{
    public override TableNode Table => Column.Table;

    /// <summary>"both a and b": each value has to be met by some related row.</summary>
    public bool NeedsAll { get; init; }
}

internal sealed record DateCondition(int Position, ColumnNode Column, DateRange Range) : Condition(Position)
{
    public override TableNode Table => Column.Table;
}

internal sealed record MatchCondition(int Position, ColumnNode Column, TextMatch Match, string Text) : Condition(Position)
{
    public override TableNode Table => Column.Table;
}

internal sealed record NullCondition(int Position, ColumnNode Column, bool IsNull) : Condition(Position)
{
    public override TableNode Table => Column.Table;
}

/// <summary>There are rows of <paramref name="Related"/> that belong to the subject.</summary>
internal sealed record RelatedCondition(int Position, TableNode Related) : Condition(Position)
{
    public override TableNode Table => Related;
}

internal sealed record AnyOfCondition(int Position, IReadOnlyList<Condition> Options) : Condition(Position)
{
    public override TableNode Table => Options[0].Table;
}

/// <summary>A text to compare with. Texts that the data is not known to hold are compared without regard to case.</summary>
internal sealed record TextValue(string Text, bool IsKnown);

/// <summary>The right-hand side of a comparison.</summary>
internal abstract record Operand;

internal sealed record NumberOperand(decimal Value) : Operand;

internal sealed record TextOperand(TextValue Value) : Operand;

/// <summary>Another column of the same row: "spent more than their budget".</summary>
internal sealed record ColumnOperand(ColumnNode Column) : Operand;

/// <summary>The average over entities of what is compared: "more orders than the average customer".</summary>
internal sealed record AverageOfGroupsOperand : Operand;

/// <summary>An aggregate over all rows of the column's table.</summary>
internal sealed record AggregateOperand(AggregateKind Kind, ColumnNode Column) : Operand;
