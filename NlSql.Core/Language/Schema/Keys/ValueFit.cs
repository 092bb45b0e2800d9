using System.Globalization;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>How known values of a column lie to those of the column that it may refer to; read from statistics, no table is touched.</summary>
internal enum ValueFit
{
    /// <summary>Statistics say nothing, or neither way.</summary>
    Unknown,

    /// <summary>The range lies within that of the other.</summary>
    RangeWithin,

    /// <summary>The values themselves occur there.</summary>
    Occurs,

    /// <summary>What stands here does not stand there.</summary>
    Apart,
}

internal static class ValueFits
{
    private const double Most = 0.9;
    private const double Few = 0.3;

    /// <summary>Bounds are those of a sample: a range may reach a little over the other's.</summary>
    private const double Tolerance = 0.05;

    public static ValueFit Of(ColumnInfo column, ColumnInfo target)
    {
        if (column.Statistics.Samples is { Count: > 0 } samples && target.Statistics.Samples is { Count: > 0 } others)
        {
            var there = others.Select(s => s.Value).ToHashSet(StringComparer.Ordinal);
            var share = samples.Count(s => there.Contains(s.Value)) / (double)samples.Count;
            var isWhole = target.Statistics.DistinctCount is { } distinct && others.Count >= distinct * 0.99;
            return share >= Most ? ValueFit.Occurs : isWhole && share <= Few ? ValueFit.Apart : ValueFit.Unknown;
        }

        return Range(column.Statistics) is (var from, var to) && Range(target.Statistics) is (var low, var high)
            ? Compare(from, to, low, high)
            : ValueFit.Unknown;
    }

    private static ValueFit Compare(double from, double to, double low, double high)
    {
        var width = high - low;
        // Zero often stands for none.
        var begins = from >= low - (Tolerance * width) - 1 || from is 0 or -1;
        return begins && to <= high + (Tolerance * width) ? ValueFit.RangeWithin
            : to < low || from > high || to > high + width + 1 ? ValueFit.Apart
            : ValueFit.Unknown;
    }

    private static (double From, double To)? Range(ColumnStatistics statistics) =>
        double.TryParse(statistics.Minimum, NumberStyles.Float, CultureInfo.InvariantCulture, out var from)
        && double.TryParse(statistics.Maximum, NumberStyles.Float, CultureInfo.InvariantCulture, out var to) ? (from, to) : null;
}
