using System.Globalization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;

namespace NlSql.Web.State.Results;

/// <summary>
/// A chart with its data, ready for frontend/src/chart.js: categories or times, and one list of numbers per series. Numbers only, never
/// code or markup.
/// </summary>
public sealed record ChartDrawing
{
    /// <summary>The renderer's word for <see cref="ChartKind"/>, for instance <c>bar</c>.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }

    public string? XTitle { get; init; }

    public string? YTitle { get; init; }

    /// <summary>Categories are dates in ISO form; points stand at their distance in time.</summary>
    public bool XIsTime { get; init; }

    /// <summary>Date pattern of the tooltip, in ApexCharts' letters.</summary>
    public string TimeFormat { get; init; } = "d MMM yyyy";

    /// <summary>One for each point of a series.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Milliseconds since 1970 for a time axis; empty otherwise.</summary>
    public IReadOnlyList<long> Times { get; init; } = [];

    /// <summary>Names of the months, quarters or years of a time axis that leaves none out; empty where it is none.</summary>
    public IReadOnlyList<string> Periods { get; init; } = [];

    /// <summary>X values of a scatter; empty otherwise.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>Each as long as <see cref="Categories"/>; a point may be missing.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Between whole and decimals in labels and tooltips.</summary>
    public string DecimalMark { get; init; } = NumberFormat.Neutral.DecimalMark;

    /// <summary>Between groups of three digits there; may be empty.</summary>
    public string GroupMark { get; init; } = NumberFormat.Neutral.GroupMark;

    /// <summary>Points of each series.</summary>
    public int Points { get; init; }

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 280;

    /// <summary>What the chart shows, in words, for those who do not see it.</summary>
    public required string Alternative { get; init; }

    /// <summary>Null when the rows hold nothing to draw.</summary>
    /// <param name="numbers">The marks of numbers and the currency of amounts; neutral unless given.</param>
    public static ChartDrawing? From(ChartSpec spec, StoredResult result, IReadOnlyList<object?[]> rows, NumberFormat? numbers = null)
    {
        numbers ??= NumberFormat.Neutral;
        if (spec.Kind == ChartKind.Figure
            || spec.Y.Count == 0
            || rows.Count == 0
            || spec.Y.Any(y => y >= result.Columns.Count)
            || spec.X >= result.Columns.Count)
        {
            return null;
        }

        var used = rows.Take(spec.MaxPoints).ToList();
        var labels = ColumnFormat.For(result.Columns[spec.X ?? 0], result.TimeZone, numbers);
        var keys = spec.X is { } x ? used.Select(row => row[x]).ToList() : [.. used.Select((_, i) => (object?)(long)(i + 1))];
        List<object?> axis = spec.Series is null ? keys : [.. keys.DistinctBy(key => ColumnFormat.Raw(key))];
        if (spec.XIsTime)
        {
            axis = [.. axis.Where(key => Millis(key) is not null).OrderBy(Millis)];
        }

        var series = spec.Series is { } split
            ? Split(spec, used, keys, axis, split)
            : [.. spec.Y.Select(y => new ChartSeries(Readable(result.Columns[y].Name), Ordered(spec, used, keys, y)))];
        if (axis.Count == 0 || series.Count == 0)
        {
            return null;
        }

        var categories = axis.Select(key => Label(labels.Shown(key))).ToList();
        var drawing = new ChartDrawing
        {
            Kind = KindName(spec.Kind),
            Title = spec.Title,
            XTitle = WithCurrency(Unsaid(spec.XTitle, spec), labels.Currency),
            YTitle = WithCurrency(Unsaid(spec.YTitle, spec), CurrencyOf(spec.Y.Select(y => ColumnFormat.For(result.Columns[y], null, numbers)))),
            DecimalMark = numbers.DecimalMark,
            GroupMark = numbers.GroupMark,
            XIsTime = spec.XIsTime,
            TimeFormat = TooltipFormat(axis),
            Categories = categories,
            Times = spec.XIsTime ? [.. axis.Select(key => Millis(key) ?? 0)] : [],
            Periods = spec.XIsTime ? ChartPeriods.Of([.. axis.Select(key => Millis(key) ?? 0).Select(DateTimeOffset.FromUnixTimeMilliseconds)]) : [],
            Numbers = spec.Kind == ChartKind.Scatter ? [.. axis.Select(key => CellNumber.Of(key) ?? 0)] : [],
            Series = series,
            Points = axis.Count,
            Height = spec.Kind == ChartKind.HorizontalBar ? Math.Clamp((axis.Count * 26) + 48, 160, 480) : 280,
            Alternative = "",
        };
        return drawing with { Alternative = ChartWords.Describe(drawing, used.Count, result.RowCount, numbers) };
    }

    private static List<ChartSeries> Split(ChartSpec spec, List<object?[]> rows, List<object?> keys, List<object?> axis, int split)
    {
        var places = axis.Select((key, i) => (Key: new ChartKey(ColumnFormat.Raw(key)), i)).ToDictionary(pair => pair.Key, pair => pair.i);
        var found = new OrderedDictionary<ChartKey, double?[]>();
        for (var i = 0; i < rows.Count; i++)
        {
            var name = new ChartKey(ColumnFormat.Raw(rows[i][split]));
            if (!found.TryGetValue(name, out var data))
            {
                data = new double?[axis.Count];
                found.Add(name, data);
            }

            if (places.TryGetValue(new ChartKey(ColumnFormat.Raw(keys[i])), out var place))
            {
                data[place] = CellNumber.Of(rows[i][spec.Y[0]]);
            }
        }

        return [.. found.Select(pair => new ChartSeries(Label(pair.Key.Text), pair.Value))];
    }

    private static List<double?> Ordered(ChartSpec spec, List<object?[]> rows, List<object?> keys, int y) => spec.XIsTime
        ? [.. rows.Zip(keys).Where(pair => Millis(pair.Second) is not null).OrderBy(pair => Millis(pair.Second)).Select(pair => CellNumber.Of(pair.First[y]))]
        : [.. rows.Select(row => CellNumber.Of(row[y]))];

    /// <summary>The axis has no zone: what a clock on the wall shows is drawn, as the grid has it.</summary>
    private static long? Millis(object? value) => value switch
    {
        DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds(),
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)).ToUnixTimeMilliseconds(),
        DateTimeOffset moment => Millis(moment.DateTime),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => Millis(moment.DateTime),
        _ => null,
    };

    private static string TooltipFormat(List<object?> axis)
    {
        var times = axis.Select(Millis).OfType<long>().Select(DateTimeOffset.FromUnixTimeMilliseconds).ToList();
        return times.All(time => time is { Day: 1, Month: 1, Hour: 0 }) ? "yyyy"
            : times.All(time => time is { Day: 1, Hour: 0 }) ? "MMM yyyy"
            : times.All(time => time is { Hour: 0, Minute: 0 }) ? "d MMM yyyy"
            : "d MMM yyyy HH:mm";
    }

    private static string KindName(ChartKind kind) => kind switch
    {
        ChartKind.HorizontalBar => "horizontalBar",
        ChartKind.Line => "line",
        ChartKind.Area => "area",
        ChartKind.StackedBar => "stackedBar",
        ChartKind.Scatter => "scatter",
        ChartKind.Pie => "pie",
        _ => "bar",
    };

    /// <summary>What the chart's title says already needs no second title at the axis; a scatter has no other way to tell its axes apart.</summary>
    private static string? Unsaid(string? axisTitle, ChartSpec spec) =>
        axisTitle is not null && spec.Kind != ChartKind.Scatter && spec.Title.Contains(axisTitle, StringComparison.OrdinalIgnoreCase) ? null : axisTitle;

    /// <summary>An axis of amounts tells their currency, also where its name stands in the chart's title.</summary>
    private static string? WithCurrency(string? axisTitle, string? currency) =>
        currency is null ? axisTitle : axisTitle is null ? currency : $"{axisTitle} ({currency})";

    /// <summary>Null unless every measure of the axis has one.</summary>
    private static string? CurrencyOf(IEnumerable<ColumnFormat> measures) =>
        measures.Select(measure => measure.Currency).Distinct(StringComparer.Ordinal).ToList() is [{ } currency] ? currency : null;

    private static string Readable(string name) => name.Replace('_', ' ');

    /// <summary>As the grid shows it: what is not there is not the same as a text of no characters.</summary>
    private static string Label(string? text) => text switch
    {
        null => "NULL",
        "" => "''",
        _ => text,
    };

    /// <summary>Raw text of a cell; NULL and '' are two keys.</summary>
    private readonly record struct ChartKey(string? Text);
}

/// <param name="Data">One number per category; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Data);
