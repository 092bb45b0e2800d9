namespace NlSql.Core.Language.Generation.BuiltIn.Frames;

/// <summary>
/// What one SELECT answers, in terms of the schema but not of SQL: rows of what, shown how, grouped by what, under which conditions. Immutable:
/// another reading is another frame.
/// </summary>
internal sealed record QueryFrame
{
    /// <summary>
    /// What one row of the answer is made of before grouping: the thing that is listed, counted or rolled up ("revenue by category": order items).
    /// </summary>
    public required EntityRef Grain { get; init; }

    /// <summary>In the order of the question.</summary>
    public IReadOnlyList<Expression> Show { get; init; } = [];

    /// <summary>One row for each combination; empty for one row in all where something is aggregated, for each row otherwise.</summary>
    public IReadOnlyList<Expression> By { get; init; } = [];

    public Filter? Where { get; init; }

    /// <summary>What groups have to meet.</summary>
    public Filter? Having { get; init; }

    public IReadOnlyList<Ordering> Order { get; init; } = [];

    public Rank? Rank { get; init; }

    /// <summary>Different rows only.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>Groups without any row of the grain are shown too, with zero: "number of orders per customer, those without included".</summary>
    public bool KeepsEmptyGroups { get; init; }

    /// <summary>Rows that belong to no group are left out: the orders without a store are no store's.</summary>
    public bool NeedsGroups { get; init; }

    /// <summary>What its rows are called among those of others ("highest", "2024"); null when they are told apart by what they ask.</summary>
    public string? Label { get; init; }
}

internal sealed record Ordering(Expression By, bool IsDescending);

/// <param name="Count">How many, or which one when <paramref name="IsNth"/>.</param>
/// <param name="Within">The rank holds within each combination of these; empty for all rows together.</param>
/// <param name="IsImplied">Not asked for in so many words: "the oldest student".</param>
internal sealed record Rank(int Count, bool IsNth, IReadOnlyList<Expression> Within, bool IsImplied = false)
{
    /// <summary>Rows that are equal to the last one are kept.</summary>
    public bool KeepsTies { get; init; }
}
