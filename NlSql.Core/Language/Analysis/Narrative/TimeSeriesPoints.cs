using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>A point of a time series.</summary>
internal sealed record TimePoint(DateTime Time, NumberAt Number);

/// <summary>A measure in the order of time, with the unfinished last period set apart.</summary>
internal sealed record TimeSeriesPoints(TimeGrain Grain, IReadOnlyList<TimePoint> All, IReadOnlyList<TimePoint> Complete, TimePoint? Unfinished)
{
    /// <summary>A line explains at least this share of the variation before it is called a trend.</summary>
    private const double TrendBound = 0.5;

    public static TimeSeriesPoints Of(Reading reading)
    {
        var times = reading.Shape.Time!.Times!;
        var numbers = reading.Shape.Measure.Numbers!.Values.ToDictionary(value => value.Row);
        var all = times.Values.Where(time => numbers.ContainsKey(time.Row))
            .Select(time => new TimePoint(time.Value, numbers[time.Row]))
            .OrderBy(point => point.Time)
            .ToList();
        var last = all[^1];

        // Finer than a day the clock of the database and ours need not agree.
        var isOpen = times.Grain is not (TimeGrain.Irregular or TimeGrain.Hour) && all.Count > 2 && last.Time == times.Last.Value
            && last.Time <= reading.RanAt.DateTime && TimeSummary.Next(last.Time, times.Grain) > reading.RanAt.DateTime;
        return isOpen
            ? new TimeSeriesPoints(times.Grain, all, all[..^1], last)
            : new TimeSeriesPoints(times.Grain, all, all, null);
    }

    public string Name(TimePoint point) => TimeSummary.Name(point.Time, Grain);

    /// <summary>Least squares over the complete periods; null when there are fewer than six or the line explains too little.</summary>
    public (double Slope, double Explained)? Trend()
    {
        var count = Complete.Count;
        if (count < 6 || Grain == TimeGrain.Irregular)
        {
            return null;
        }

        var (meanX, meanY) = ((count - 1) / 2d, Complete.Average(point => point.Number.Value));
        double covariance = 0, varianceX = 0, varianceY = 0;
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (i - meanX, Complete[i].Number.Value - meanY);
            covariance += x * y;
            varianceX += x * x;
            varianceY += y * y;
        }

        var explained = varianceY == 0 ? 0 : covariance * covariance / (varianceX * varianceY);
        return explained >= TrendBound ? (covariance / varianceX, explained) : null;
    }
}
