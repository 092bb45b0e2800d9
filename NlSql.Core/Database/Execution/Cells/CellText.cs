using System.Globalization;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>
/// A cell (see <see cref="StoredResult"/> for the types) as text that does not depend on the machine's language, as PostgreSQL itself writes it: what is
/// copied and exported.
/// </summary>
public static class CellText
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Null for NULL; dates and times in ISO form, instants with their offset, numbers with a point and all their digits.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        DateOnly date => date.ToString(Day, CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset { Offset.Minutes: 0 } instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzz", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>
    /// The same for people: midnight is its date, instants of UTC say so, seconds have no fractions. Numbers are left as they are: grids
    /// and charts give them their marks.
    /// </summary>
    public static string? ForPeople(object? value) => value switch
    {
        DateTime { TimeOfDay.Ticks: 0 } or DateTimeOffset { TimeOfDay.Ticks: 0 } => ((IFormattable)value).ToString(Day, CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset { Offset.Ticks: 0 } instant => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC",
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        _ => Of(value),
    };

    /// <summary>The same in the form that JSON and its readers expect of times (ISO 8601 with a T); everything else as <see cref="Of"/> has it.</summary>
    public static string Iso(object value) => value switch
    {
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset { Offset.Ticks: 0 } instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        _ => Of(value)!,
    };
}
