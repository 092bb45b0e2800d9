using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>What rows have to meet. A tree: "and", "or" and "not" have the reach that the sentence gives them. Immutable.</summary>
internal abstract record Filter
{
    /// <summary>The tokens that it was read from.</summary>
    public Span At { get; init; } = Span.None;
}

internal sealed record AllOf(IReadOnlyList<Filter> Parts) : Filter;

internal sealed record AnyOf(IReadOnlyList<Filter> Parts) : Filter;

/// <summary>Rows that do not meet <paramref name="Inner"/>, those of which it is not known included: "orders not from a campaign" keeps orders without
/// any campaign.</summary>
internal sealed record Not(Filter Inner) : Filter;

internal enum Relation
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

internal sealed record Compare(Expression Left, Relation Relation, Expression Right) : Filter;

/// <param name="IsKnown">The data is known to hold exactly this text; others are compared without regard to case.</param>
internal sealed record Literal(string Text, bool IsKnown);

/// <param name="NeedsAll">"both a and b": each value is met by some related row.</param>
internal sealed record OneOf(ColumnUse Column, IReadOnlyList<Literal> Values, bool NeedsAll = false) : Filter;

internal sealed record Within(ColumnUse Column, DateRange Range) : Filter;

/// <summary>A time of the day, or that of a moment, lies within bounds.</summary>
internal sealed record AtClock(ColumnUse Column, ClockBounds Bounds) : Filter;

internal enum TextPlace
{
    Anywhere,
    Start,
    End,
}

internal sealed record Matches(ColumnUse Column, TextPlace Place, string Text) : Filter;

internal sealed record IsEmpty(ColumnUse Column) : Filter;

/// <summary>A flag says yes. What stands for yes in the column (true, 1, Y) is a fact of the schema.</summary>
internal sealed record IsSet(ColumnUse Flag) : Filter;

/// <param name="Least">Fewest rows, included.</param>
/// <param name="Most">Most rows, included; null for no bound.</param>
internal sealed record CountRange(int Least, int? Most);

/// <summary>There are rows of <paramref name="Related"/> that belong to the row in question and meet <paramref name="Where"/>; with
/// <paramref name="Count"/> so many of them. Within <paramref name="Where"/> other tables are seen from the related row.</summary>
internal sealed record Exists(EntityRef Related, Filter? Where = null, CountRange? Count = null) : Filter;

/// <summary>Rows of a history that were in force on a day; null for those in force now, <paramref name="IsFormer"/> for those that have ended.</summary>
internal sealed record InForce(EntityRef History, DateOnly? On = null, bool IsFormer = false) : Filter;
