using System.Globalization;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>The step between neighbouring points in time.</summary>
internal enum TimeGrain
{
    Irregular,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>A point in time with the row it stands in.</summary>
internal readonly record struct TimeAt(int Row, DateTime Value);

/// <summary>What was found of a column of dates.</summary>
internal sealed record TimeSummary
{
    /// <summary>In row order, NULLs left out.</summary>
    public required IReadOnlyList<TimeAt> Values { get; init; }

    public required TimeGrain Grain { get; init; }

    /// <summary>Periods between first and last that no row has; empty for irregular times.</summary>
    public required IReadOnlyList<DateTime> Gaps { get; init; }

    public required TimeAt First { get; init; }

    public required TimeAt Last { get; init; }

    /// <summary>Null when there is no value.</summary>
    public static TimeSummary? Of(IReadOnlyList<TimeAt> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var distinct = values.Select(time => time.Value).Distinct().Order().ToList();
        var grain = GrainOf(distinct);
        return new TimeSummary
        {
            Values = values,
            Grain = grain,
            Gaps = GapsIn(distinct, grain),
            First = values.MinBy(time => time.Value),
            Last = values.MaxBy(time => time.Value),
        };
    }

    /// <summary>The beginning of the period after the one that begins at <paramref name="time"/>.</summary>
    public static DateTime Next(DateTime time, TimeGrain grain) => grain switch
    {
        TimeGrain.Hour => time.AddHours(1),
        TimeGrain.Week => time.AddDays(7),
        TimeGrain.Month => time.AddMonths(1),
        TimeGrain.Quarter => time.AddMonths(3),
        TimeGrain.Year => time.AddYears(1),
        _ => time.AddDays(1),
    };

    /// <summary>A period in words: <c>March 2024</c>, <c>Q1 2024</c>, <c>week of 4 March 2024</c>.</summary>
    public static string Name(DateTime time, TimeGrain grain) => grain switch
    {
        TimeGrain.Year => time.ToString("yyyy", CultureInfo.InvariantCulture),
        TimeGrain.Quarter => string.Create(CultureInfo.InvariantCulture, $"Q{((time.Month - 1) / 3) + 1} {time:yyyy}"),
        TimeGrain.Month => time.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        TimeGrain.Week => $"the week of {time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}",
        TimeGrain.Day => time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
        _ => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "d MMMM yyyy" : "d MMMM yyyy HH:mm", CultureInfo.InvariantCulture),
    };

    /// <summary>The grain as a noun.</summary>
    public static string Noun(TimeGrain grain) => grain switch
    {
        TimeGrain.Year => "year",
        TimeGrain.Quarter => "quarter",
        TimeGrain.Month => "month",
        TimeGrain.Week => "week",
        TimeGrain.Hour => "hour",
        TimeGrain.Day => "day",
        _ => "point in time",
    };

    /// <summary>The coarsest calendar grid that all points lie on. A single point or points of day cannot tell a week from a day, so steps count too.</summary>
    private static TimeGrain GrainOf(List<DateTime> times)
    {
        if (times.Any(time => time.Ticks % TimeSpan.TicksPerHour != 0))
        {
            return TimeGrain.Irregular;
        }

        if (times.Any(time => time.TimeOfDay != TimeSpan.Zero))
        {
            return times.Count > 2 ? TimeGrain.Hour : TimeGrain.Irregular;
        }

        if (times.TrueForAll(time => time.Day == 1))
        {
            return times.TrueForAll(time => time.Month == 1) && times.Count > 1 ? TimeGrain.Year
                : times.TrueForAll(time => time.Month % 3 == 1) && times.Count > 2 ? TimeGrain.Quarter
                : TimeGrain.Month;
        }

        return times.Count > 2 && times.TrueForAll(time => (time - times[0]).Days % 7 == 0) ? TimeGrain.Week : TimeGrain.Day;
    }

    private static List<DateTime> GapsIn(List<DateTime> distinct, TimeGrain grain)
    {
        if (grain == TimeGrain.Irregular)
        {
            return [];
        }

        var present = distinct.ToHashSet();
        List<DateTime> gaps = [];
        for (var time = distinct[0]; time < distinct[^1]; time = Next(time, grain))
        {
            if (!present.Contains(time))
            {
                gaps.Add(time);
            }

            // Sparse points on a fine grid are no series with gaps.
            if (gaps.Count > distinct.Count)
            {
                return [];
            }
        }

        return gaps;
    }
}
