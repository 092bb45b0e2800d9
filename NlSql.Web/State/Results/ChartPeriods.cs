using System.Globalization;

namespace NlSql.Web.State.Results;

/// <summary>Tells a time axis of whole months, quarters or years from any other, and names its periods.</summary>
public static class ChartPeriods
{
    /// <summary>
    /// <c>Jan 2025</c>, <c>Q1 2025</c> or <c>2025</c> for each time; empty unless they are the beginnings of periods of one length, without a
    /// gap.
    /// </summary>
    /// <param name="times">In order.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<DateTimeOffset> times)
    {
        if (times.Count < 2 || times.Any(time => time is not { Day: 1, TimeOfDay.Ticks: 0 }))
        {
            return [];
        }

        var months = times.Select(time => (time.Year * 12) + time.Month).ToList();
        var step = months[1] - months[0];
        if (step is not (1 or 3 or 12) || months.Zip(months.Skip(1)).Any(pair => pair.Second - pair.First != step))
        {
            return [];
        }

        // Steps of three months are quarters only where they begin with one.
        Func<DateTimeOffset, string> name = step switch
        {
            12 when times[0].Month == 1 => time => time.ToString("yyyy", CultureInfo.InvariantCulture),
            3 when times[0].Month % 3 == 1 => time => string.Create(CultureInfo.InvariantCulture, $"Q{(time.Month + 2) / 3} {time.Year}"),
            _ => time => time.ToString("MMM yyyy", CultureInfo.InvariantCulture),
        };
        return [.. times.Select(name)];
    }
}
