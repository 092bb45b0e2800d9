using System.Globalization;

namespace NlSql.Core.Database.Execution;

/// <summary>Cell values as text that does not depend on the machine's language.</summary>
public static class CellText
{
    /// <summary>Null for NULL; dates and times in ISO form, numbers with a point.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset { Offset.Minutes: 0 } timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzz", CultureInfo.InvariantCulture),
        DateTimeOffset timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
