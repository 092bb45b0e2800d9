namespace NlSql.Core.Language.Analysis;

/// <summary>How a result is drawn.</summary>
public enum ChartKind
{
    /// <summary>One number, large.</summary>
    Figure,

    /// <summary>Columns side by side.</summary>
    Bar,

    /// <summary>Bars from the left, for many or long names.</summary>
    HorizontalBar,

    /// <summary>Over time.</summary>
    Line,

    /// <summary>Over time, for shares that fill a whole.</summary>
    Area,

    /// <summary>Columns of which each is made up of series.</summary>
    StackedBar,

    /// <summary>One point a row, two measures.</summary>
    Scatter,

    /// <summary>Parts of one whole, few of them.</summary>
    Pie,
}

/// <summary>A chart as data: which columns, never code. Columns are indexes into the result's columns.</summary>
public sealed record ChartSpec
{
    /// <summary>How the columns are drawn.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>For people, without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>Categories or the time axis; null for a figure.</summary>
    public int? X { get; init; }

    /// <summary>Measures.</summary>
    public IReadOnlyList<int> Y { get; init; } = [];

    /// <summary>Splits one measure into series; null when there is none.</summary>
    public int? Series { get; init; }

    /// <summary>The x axis is a date or a timestamp.</summary>
    public bool XIsTime { get; init; }

    /// <summary>Under the axis; null where the categories speak for themselves.</summary>
    public string? XTitle { get; init; }

    /// <summary>Beside the axis, with the unit where one is known; null where the legend says it.</summary>
    public string? YTitle { get; init; }

    /// <summary>Why this chart, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Rows drawn, where not all are.</summary>
    public int MaxPoints { get; init; } = 500;
}
