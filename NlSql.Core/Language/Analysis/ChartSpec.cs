namespace NlSql.Core.Language.Analysis;

public enum ChartKind
{
    /// <summary>One number, large.</summary>
    Figure,
    Bar,
    HorizontalBar,
    Line,
    Area,
    StackedBar,
    Scatter,
    Pie,
}

/// <summary>A chart as data: which columns, never code. Columns are indexes into the result's columns.</summary>
public sealed record ChartSpec
{
    public required ChartKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Categories or the time axis; null for a figure.</summary>
    public int? X { get; init; }

    /// <summary>Measures.</summary>
    public IReadOnlyList<int> Y { get; init; } = [];

    /// <summary>Splits one measure into series; null when there is none.</summary>
    public int? Series { get; init; }

    /// <summary>The x axis is a date or a timestamp.</summary>
    public bool XIsTime { get; init; }

    public string? XTitle { get; init; }

    public string? YTitle { get; init; }

    /// <summary>Why this chart, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Rows drawn, where not all are.</summary>
    public int MaxPoints { get; init; } = 500;
}
