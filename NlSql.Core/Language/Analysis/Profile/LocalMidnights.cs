namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>
/// Days, months and years of another time zone arrive as instants in UTC: with the session in Berlin <c>date_trunc('month', ...)</c> gives 23:00 or,
/// in summer, 22:00 of the day before. Where all times are one such hour, or two neighbouring ones, they are taken for midnights again.
/// </summary>
internal static class LocalMidnights
{
    private const int FewestTimes = 3;

    public static List<TimeAt> Restore(List<TimeAt> times)
    {
        var hours = times.Select(time => time.Value.TimeOfDay).Distinct().Take(3).ToList();
        if (times.Count < FewestTimes || hours.Count > 2 || hours.Contains(TimeSpan.Zero) && hours.Count == 1
            || hours.Exists(hour => hour.Ticks % TimeSpan.FromMinutes(15).Ticks != 0)
            || (hours.Count == 2 && !AreNeighbours(hours[0], hours[1])))
        {
            return times;
        }

        // The nearest midnight; right for every zone from UTC-11 to UTC+12.
        return [.. times.Select(time => time with { Value = time.Value.AddHours(12).Date })];
    }

    /// <summary>Summer time moves midnight by an hour, across midnight too.</summary>
    private static bool AreNeighbours(TimeSpan first, TimeSpan second)
    {
        var apart = (first - second).Duration();
        return apart == TimeSpan.FromHours(1) || apart == TimeSpan.FromHours(23);
    }
}
