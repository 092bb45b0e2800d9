using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Charts;

/// <summary>
/// Chooses by the shape of the result: one number is a figure, time is a line, names are bars, two measures are points. A pie is never chosen:
/// lengths are compared better than angles. Null where a grid says more.
/// </summary>
internal sealed class ChartAdvisor : IChartAdvisor
{
    /// <summary>More bars than this are not compared but searched: the grid does that better, the chart shows the first.</summary>
    private const int MostBars = 20;

    /// <summary>More lines or colours than this cannot be told apart.</summary>
    private const int MostSeries = 8;

    private const int MostUprightBars = 12;
    private const int LongestUprightName = 14;
    private const int MostPoints = 500;

    public ChartSpec? Choose(AnalysisRequest request)
    {
        var (profile, shape) = request.Read();
        return shape.Measures.All(measure => measure.Numbers is null) ? null : shape.Kind switch
        {
            ShapeKind.SingleValue => Figure(shape),
            ShapeKind.SingleRow => shape.Measures.Count == 1 ? Figure(shape) : null,
            ShapeKind.TimeSeries => Line(shape),
            ShapeKind.TimeSeriesByCategory => LineByCategory(shape),
            ShapeKind.Ranking => Bars(profile, shape),
            ShapeKind.Cross => Stacked(shape),
            ShapeKind.Table => Points(profile, shape),
            _ => null,
        };
    }

    private static ChartSpec Figure(ResultShape shape) => new()
    {
        Kind = ChartKind.Figure,
        Title = Capital(shape.Measure.Label),
        Y = [shape.Measure.Index],
        Reason = "One number.",
    };

    private static ChartSpec Line(ResultShape shape)
    {
        var measures = Comparable(shape.Measures);
        return new ChartSpec
        {
            Kind = ChartKind.Line,
            Title = Title(measures, $"by {TimeWord(shape.Time!)}"),
            X = shape.Time!.Index,
            Y = [.. measures.Select(measure => measure.Index)],
            XIsTime = true,
            XTitle = Capital(shape.Time.Label),
            YTitle = measures.Count == 1 ? Capital(measures[0].Label) : null,
            Reason = "One value for each point in time.",
            MaxPoints = MostPoints * 4,
        };
    }

    private static ChartSpec? LineByCategory(ResultShape shape) => shape.Label!.Values.Count > MostSeries * 2 ? null : new ChartSpec
    {
        Kind = ChartKind.Line,
        Title = Title([shape.Measure], $"by {TimeWord(shape.Time!)} and {shape.Label.Noun}"),
        X = shape.Time!.Index,
        Y = [shape.Measure.Index],
        Series = shape.Label.Index,
        XIsTime = true,
        XTitle = Capital(shape.Time.Label),
        YTitle = Capital(shape.Measure.Label),
        Reason = $"One line for each {shape.Label.Noun}.",
        MaxPoints = MostPoints * 4,
    };

    private static ChartSpec Bars(ResultProfile profile, ResultShape shape)
    {
        var measures = Comparable(shape.Measures);
        var names = profile.Rows.Select(row => CellValues.Text(row[shape.Label!.Index])).ToList();
        var isOrdered = ColumnNames.IsCalendarPart(shape.Label!.Column.Name);
        var upright = isOrdered || (names.Count <= MostUprightBars && names.TrueForAll(name => name.Length <= LongestUprightName));
        var isPart = names.Count > MostBars && !isOrdered;
        return new ChartSpec
        {
            Kind = upright ? ChartKind.Bar : ChartKind.HorizontalBar,
            Title = Title(measures, $"by {shape.Label.Noun}") + (isPart ? FormattableString.Invariant($" (first {MostBars} of {names.Count})") : string.Empty),
            X = shape.Label.Index,
            Y = [.. measures.Select(measure => measure.Index)],
            XTitle = Capital(shape.Label.Label),
            YTitle = measures.Count == 1 ? Capital(measures[0].Label) : null,
            Reason = upright
                ? "A few names to compare."
                : isPart
                ? FormattableString.Invariant($"Many names: the first {MostBars} as the rows are ordered.")
                : "Many or long names to compare.",
            MaxPoints = isOrdered ? MostPoints : MostBars,
        };
    }

    /// <summary>The dimension with fewer values becomes the colours.</summary>
    private static ChartSpec? Stacked(ResultShape shape)
    {
        var (x, series) = shape.Label!.Values.Count >= shape.Second!.Values.Count ? (shape.Label, shape.Second) : (shape.Second, shape.Label);
        if (series.Values.Count > MostSeries || x.Values.Count > MostBars * 2)
        {
            return null;
        }

        // Averages do not add up to anything: they stand side by side.
        var stacks = shape.Measure.IsAdditive && shape.Measure.Numbers!.Minimum.Value >= 0;
        return new ChartSpec
        {
            Kind = stacks ? ChartKind.StackedBar : ChartKind.Bar,
            Title = Title([shape.Measure], $"by {x.Noun} and {series.Noun}"),
            X = x.Index,
            Y = [shape.Measure.Index],
            Series = series.Index,
            XTitle = Capital(x.Label),
            YTitle = Capital(shape.Measure.Label),
            Reason = stacks ? $"Parts that add up, one colour for each {series.Noun}." : $"One colour for each {series.Noun}.",
            MaxPoints = MostPoints,
        };
    }

    private static ChartSpec? Points(ResultProfile profile, ResultShape shape)
    {
        if (shape.Measures.Count != 2 || profile.Times.Any() || profile.Rows.Count < 5)
        {
            return null;
        }

        var (x, y) = (shape.Measures[0], shape.Measures[1]);
        return new ChartSpec
        {
            Kind = ChartKind.Scatter,
            Title = $"{Capital(y.Label)} against {x.Label}",
            X = x.Index,
            Y = [y.Index],
            XTitle = Capital(x.Label),
            YTitle = Capital(y.Label),
            Reason = "Two measures of the same rows.",
            MaxPoints = MostPoints * 2,
        };
    }

    /// <summary>Measures that can share an axis with the first one: at most three, within a factor of fifty in size, percentages among themselves.</summary>
    private static List<ProfiledColumn> Comparable(IReadOnlyList<ProfiledColumn> measures)
    {
        var usable = measures.Where(measure => measure.Numbers is not null).ToList();
        var first = usable[0];
        return [
            .. usable.Where(measure => measure == first
                || (measure.IsPercent == first.IsPercent && Size(measure) is > 0 and var size && Size(first) / size is > 0.02 and < 50))
            .Take(3)
        ];

        static double Size(ProfiledColumn measure) => Math.Max(Math.Abs(measure.Numbers!.Maximum.Value), Math.Abs(measure.Numbers.Minimum.Value));
    }

    private static string Title(List<ProfiledColumn> measures, string by) => $"{Capital(string.Join(", ", measures.Select(measure => measure.Label)))} {by}";

    private static string TimeWord(ProfiledColumn time) => time.Times!.Grain == TimeGrain.Irregular ? time.Label : TimeSummary.Noun(time.Times.Grain);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
