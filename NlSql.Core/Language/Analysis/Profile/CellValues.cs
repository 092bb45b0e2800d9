using System.Globalization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>Reads cells (see <see cref="StoredResult"/> for their types) as times and as text for people.</summary>
internal static class CellValues
{
    private static readonly string[] PeriodFormats = ["yyyy-MM-dd", "yyyy-MM", "yyyy/MM", "yyyy"];

    /// <summary>Dates, timestamps (those with a zone as its clocks show them) and periods written as text; null for others.</summary>
    public static DateTime? Time(object? cell) => cell switch
    {
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        DateTime time => time,
        DateTimeOffset time => time.DateTime,
        string text when text.Length is >= 4 and <= 10 => Period(text),
        _ => null,
    };

    /// <summary>A whole number in the range of years; null for others.</summary>
    public static DateTime? Year(object? cell)
    {
        var number = CellNumber.Of(cell);
        return number is >= 1700 and <= 2200 && number == Math.Floor(number.Value) ? new DateTime((int)number.Value, 1, 1) : null;
    }

    /// <summary>As it is shown to people; NULL is an empty text.</summary>
    public static string Text(object? cell) => cell is bool flag ? flag ? "yes" : "no" : CellText.ForPeople(cell) ?? string.Empty;

    /// <summary>2024, 2024-03, 2024-Q1, 2024-03-15.</summary>
    private static DateTime? Period(string text)
    {
        if (DateTime.TryParseExact(text, PeriodFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        var q = text.AsSpan(4).TrimStart("- /");
        return int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1700 and <= 2200
            && q.Length == 2 && q[0] is 'Q' or 'q' && q[1] is >= '1' and <= '4'
            ? new DateTime(year, ((q[1] - '1') * 3) + 1, 1)
            : null;
    }
}
