using System.Globalization;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Web.State.Words;

/// <summary>Numbers, durations and times as the page writes them: English words, the house's marks.</summary>
public static class Wording
{
    /// <summary><c>1,240</c>.</summary>
    public static string Count(this NumberFormat numbers, double value) => numbers.Write(Math.Round(value), "#,0");

    /// <summary><c>1 row</c>, <c>2 rows</c>, <c>no rows</c>.</summary>
    public static string Count(this NumberFormat numbers, long value, string one, string many) => value switch
    {
        0 => $"no {many}",
        1 => $"1 {one}",
        _ => $"{numbers.Count(value)} {many}",
    };

    /// <summary>An estimate to two significant digits: nobody should read more into it.</summary>
    public static string About(this NumberFormat numbers, double value)
    {
        if (value < 100)
        {
            return numbers.Count(Math.Max(1, value));
        }

        var scale = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return numbers.Count(Math.Round(value / scale) * scale);
    }

    /// <summary><c>about 1 row</c>, <c>about 48,000 rows</c>.</summary>
    public static string AboutRows(this NumberFormat numbers, double value) =>
        numbers.About(value) is var number && number == "1" ? "about 1 row" : $"about {number} rows";

    /// <summary><c>84 ms</c>, <c>1.2 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Duration(this NumberFormat numbers, TimeSpan time) => time.TotalMilliseconds switch
    {
        < 1 => "under 1 ms",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 10_000 => $"{numbers.Write(time.TotalSeconds, "0.0")} s",
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
    };

    /// <summary><c>12 s</c>: whole seconds, for a clock that counts.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)time.TotalSeconds)} s");

    /// <summary><c>14:05</c> today, <c>3 Nov, 14:05</c> this year, <c>3 Nov 2025, 14:05</c> before; in the zone of TIME_ZONE.</summary>
    public static string Moment(DateTimeOffset moment, SessionClock clock)
    {
        var local = clock.In(moment);
        var now = clock.Now;
        var format = local.Date == now.Date ? "HH:mm" : local.Year == now.Year ? "d MMM, HH:mm" : "d MMM yyyy, HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }
}
