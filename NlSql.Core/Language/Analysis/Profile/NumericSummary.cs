namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>A number with the row it stands in.</summary>
internal readonly record struct NumberAt(int Row, double Value);

/// <summary>What was computed of a column of numbers. NULLs are left out everywhere.</summary>
internal sealed record NumericSummary
{
    /// <summary>A robust z-score above this is far from the rest (Iglewicz and Hoaglin's usual bound).</summary>
    private const double OutlierBound = 3.5;

    /// <summary>With fewer values every second one looks unusual.</summary>
    private const int FewestForOutliers = 8;

    /// <summary>In row order.</summary>
    public required IReadOnlyList<NumberAt> Values { get; init; }

    public required double Sum { get; init; }

    public required double Mean { get; init; }

    public required double Median { get; init; }

    public required NumberAt Minimum { get; init; }

    public required NumberAt Maximum { get; init; }

    /// <summary>All values are whole numbers.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Values far from the rest by robust z-score (median and median absolute deviation), farthest first.</summary>
    public required IReadOnlyList<NumberAt> Outliers { get; init; }

    /// <summary>Null when there is no value.</summary>
    public static NumericSummary? Of(IReadOnlyList<NumberAt> values, decimal? exactSum)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Select(value => value.Value).Order().ToArray();
        var sum = exactSum is { } exact ? (double)exact : sorted.Sum();
        return new NumericSummary
        {
            Values = values,
            Sum = sum,
            Mean = sum / values.Count,
            Median = MedianOf(sorted),
            Minimum = values.MinBy(value => value.Value),
            Maximum = values.MaxBy(value => value.Value),
            IsWhole = sorted.All(value => Math.Abs(value) < 1e15 && value == Math.Floor(value)),
            Outliers = OutliersOf(values, sorted),
        };
    }

    /// <summary>Pearson's correlation over rows that have both; null when there are fewer than ten or one side never changes.</summary>
    public static double? Correlation(NumericSummary first, NumericSummary second)
    {
        var byRow = second.Values.ToDictionary(value => value.Row, value => value.Value);
        var pairs = first.Values.Where(value => byRow.ContainsKey(value.Row)).Select(value => (X: value.Value, Y: byRow[value.Row])).ToList();
        if (pairs.Count < 10)
        {
            return null;
        }

        var (meanX, meanY) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
        var covariance = pairs.Sum(pair => (pair.X - meanX) * (pair.Y - meanY));
        var spread = Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.X - meanX, 2)) * pairs.Sum(pair => Math.Pow(pair.Y - meanY, 2)));
        return spread > 0 ? covariance / spread : null;
    }

    private static double MedianOf(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static List<NumberAt> OutliersOf(IReadOnlyList<NumberAt> values, double[] sorted)
    {
        if (values.Count < FewestForOutliers)
        {
            return [];
        }

        var median = MedianOf(sorted);
        var deviation = MedianOf([.. sorted.Select(value => Math.Abs(value - median)).Order()]);

        // More than half of the values are equal: no scale to measure by.
        return deviation == 0
            ? []
            : [.. values.Where(value => Score(value.Value) > OutlierBound).OrderByDescending(value => Score(value.Value))];

        // 0.6745 makes the deviation comparable with a standard deviation.
        double Score(double value) => 0.6745 * Math.Abs(value - median) / deviation;
    }
}
