using System.Globalization;
using System.Text.RegularExpressions;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>
/// A cell as it is compared: null, a double, or text. Text that is a number counts as one, blanks at the end do not count, and midnight is
/// its date: two right queries differ in such things.
/// </summary>
internal static partial class ComparableCell
{
    private const NumberStyles PlainNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static object? From(object? cell) => cell switch
    {
        null => null,
        bool flag => flag ? "t" : "f",
        long number => (double)number,
        decimal number => (double)number,
        double number when double.IsFinite(number) => number,
        double => "not finite",
        _ => FromText(CellText.Of(cell)!),
    };

    private static object FromText(string text)
    {
        var trimmed = text.TrimEnd();
        if (trimmed.Length > 0 && (char.IsAsciiDigit(trimmed[0]) || trimmed[0] is '+' or '-' or '.')
            && double.TryParse(trimmed, PlainNumber, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return Midnight().Match(trimmed) is { Success: true } match ? match.Groups["date"].Value : trimmed;
    }

    /// <summary><c>2024-01-31 00:00:00</c>, <c>2024-01-31T00:00:00.000+00</c></summary>
    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?([+-]\d{2}(:\d{2})?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Midnight();
}
