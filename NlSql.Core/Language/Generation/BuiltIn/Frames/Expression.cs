using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>Something that has a value for each row of a frame, or for each of its groups. Immutable.</summary>
internal abstract record Expression
{
    /// <summary>The tokens that it was read from.</summary>
    public Span At { get; init; } = Span.None;
}

/// <summary>The value of a column.</summary>
internal sealed record ColumnUse(ColumnNode Column, EntityRef Of) : Expression;

/// <summary>The rows of a table as such: shown by key and name, grouped by key.</summary>
/// <param name="WithAllColumns">Nothing narrower was asked: all columns are shown.</param>
internal sealed record EntityUse(EntityRef Of, bool WithAllColumns = false) : Expression;

internal sealed record NumberConstant(decimal Value) : Expression;

internal sealed record TextConstant(string Value) : Expression;

internal sealed record DateConstant(DateOnly Value) : Expression;

/// <summary>How many rows of a table there are; with <paramref name="Where"/> only of those that meet it ("paid orders" beside "cancelled orders").</summary>
internal sealed record RowCount(EntityRef Of, Filter? Where = null) : Expression;

internal sealed record DistinctCount(Expression Of, Filter? Where = null) : Expression;

internal enum Function
{
    Sum,
    Average,
    Minimum,
    Maximum,
    Median,
    Deviation,
}

internal sealed record Aggregate(Function Function, Expression Of, Filter? Where = null, bool IsDistinct = false) : Expression;

/// <summary>The aggregate over all rows rather than those of a group: what "above average" compares with.</summary>
/// <param name="Within">The rows that count; null for all of the table.</param>
internal sealed record Overall(Function Function, Expression Of, Filter? Within = null) : Expression
{
    /// <summary>Columns in which the rows that count agree with the one in question: "the average of their own department".</summary>
    public IReadOnlyList<ColumnUse> Alike { get; init; } = [];
}

/// <summary>Each element of an array, one after the other.</summary>
internal sealed record ElementOf(ColumnUse Column) : Expression;

/// <summary>A figure over the rows of another table, worked out by itself: the customers of "orders per customer", those without any order included.</summary>
internal sealed record Elsewhere(QueryFrame Frame) : Expression;

internal enum Operator
{
    Plus,
    Minus,
    Times,
    DividedBy,
}

/// <summary>A division by zero gives NULL, and one of whole numbers keeps its fraction.</summary>
internal sealed record Arithmetic(Operator Operator, Expression Left, Expression Right) : Expression;

/// <summary>An amount that is computed of several columns of a row.</summary>
/// <param name="Name">What it is called: "revenue".</param>
internal sealed record Amount(string Name, Expression Value) : Expression;

/// <summary>What a missing value counts as.</summary>
internal sealed record OrElse(Expression Of, decimal WhenMissing) : Expression;

/// <summary>
/// Time from one date to a later one, in <paramref name="Unit"/>s (<c>day</c>, <c>hour</c>, <c>month</c>, <c>year</c>); a fraction for hours.
/// </summary>
internal sealed record Duration(Expression From, Expression To, string Unit) : Expression
{
    /// <summary>Days with their fraction.</summary>
    public bool IsExact { get; init; }
}

/// <summary>
/// A date cut to its <c>day</c>, <c>week</c>, <c>month</c>, <c>quarter</c>, <c>year</c>, <c>hour</c>, <c>fiscal quarter</c> or <c>fiscal year</c>.
/// </summary>
internal sealed record PeriodBucket(ColumnUse Column, string Unit) : Expression;

/// <summary>A part of a date whatever the rest: <c>weekday</c> (1 is Monday), <c>month</c> (1 to 12), <c>hour</c> (0 to 23), <c>year</c>.</summary>
internal sealed record DatePart(ColumnUse Column, string Part) : Expression;

internal enum ShareScale
{
    Fraction,
    Percent,
}

/// <summary>What <paramref name="Part"/> of a group is of all groups together, or of the groups that agree in <paramref name="Within"/>.</summary>
internal sealed record ShareOf(Expression Part, ShareScale Scale, IReadOnlyList<Expression> Within) : Expression;

/// <summary>The share of rows that meet a filter among those of the frame: "return rate".</summary>
internal sealed record RateOf(EntityRef Of, Filter Met, ShareScale Scale) : Expression;

/// <summary>The change of <paramref name="Of"/> from the period before, which lies one <c>Back</c> unit earlier; NULL where there is no such period.</summary>
internal sealed record ChangeOf(Expression Of, PeriodBucket Period, string Back, bool IsRelative) : Expression;

/// <summary>The value of <paramref name="Of"/> one <paramref name="Back"/> unit before.</summary>
internal sealed record EarlierOf(Expression Of, PeriodBucket Period, string Back) : Expression;

/// <summary>The total up to and including each period.</summary>
internal sealed record RunningOf(Expression Of, Expression Course) : Expression;
