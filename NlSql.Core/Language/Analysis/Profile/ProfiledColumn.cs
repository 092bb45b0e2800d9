using NlSql.Core.Database.Execution;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>What a column is good for in a reading of the result.</summary>
internal enum ColumnRole
{
    /// <summary>No value in any row.</summary>
    Empty,

    /// <summary>Names a thing by number or code; adding it up means nothing.</summary>
    Identifier,

    /// <summary>A quantity.</summary>
    Measure,

    /// <summary>A date, a timestamp, or a period written as a number or text (2024, 2024-03, 2024-Q1).</summary>
    Time,

    /// <summary>Words or flags that group rows.</summary>
    Category,
}

/// <summary>One column of a result with all that was computed of it.</summary>
internal sealed record ProfiledColumn
{
    public required int Index { get; init; }

    public required ResultColumn Column { get; init; }

    public required ColumnRole Role { get; init; }

    /// <summary>The name in words: <c>total_revenue</c> becomes <c>total revenue</c>. Untrusted text.</summary>
    public required string Label { get; init; }

    public required int Rows { get; init; }

    public required int Nulls { get; init; }

    public required int Distinct { get; init; }

    /// <summary>Set for measures and identifiers that are numbers.</summary>
    public NumericSummary? Numbers { get; init; }

    /// <summary>Set for times.</summary>
    public TimeSummary? Times { get; init; }

    /// <summary>Values with the rows they stand in, most frequent first; set for categories.</summary>
    public IReadOnlyList<ValueCount> Values { get; init; } = [];

    /// <summary>Adding up its values means something: amounts and counts do, averages, rates and prices do not.</summary>
    public bool IsAdditive { get; init; }

    /// <summary>Its values are shares or percentages by name.</summary>
    public bool IsPercent { get; init; }

    /// <summary>What its values name, in the singular. Untrusted text.</summary>
    public string Noun => ColumnNames.Noun(Label);

    public int NonNulls => Rows - Nulls;

    public bool IsUnique => Nulls == 0 && Distinct == Rows && Rows > 0;
}

/// <param name="FirstRow">The first row that holds it.</param>
internal sealed record ValueCount(string Value, int Count, int FirstRow);
