using System.Globalization;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>
/// A cell as a spreadsheet holds it: a number where it keeps every digit, a date where its calendar has it, else text. Excel calculates with 15 digits and
/// counts days from 1900, with a 29 February 1900 that never was.
/// </summary>
internal static class CellSheet
{
    /// <summary>Excel's limit, in UTF-16 characters.</summary>
    public const int LongestText = 32_767;

    private const int ExactDigits = 15;
    private const string CutMark = " [cut: longer than a cell can be]";

    private static readonly DateTime FirstReliableDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>
    /// Null, bool, decimal, double, <see cref="DateOnly"/>, <see cref="DateTime"/> (instants as the clocks of their zone show them) or string.
    /// </summary>
    public static object? Of(object? cell) => cell switch
    {
        null or bool => cell,
        long whole when IsExact(whole) => (decimal)whole,
        decimal exact when IsExact(exact) => exact,
        decimal exact when IsTail(exact) => Math.Round(exact, Decimals(exact)),
        double number when double.IsFinite(number) => number,
        DateOnly date when date.ToDateTime(TimeOnly.MinValue) >= FirstReliableDay => date,
        DateTime timestamp when timestamp >= FirstReliableDay => timestamp,
        DateTimeOffset instant when instant.DateTime >= FirstReliableDay => instant.DateTime,
        _ => Text(CellText.Of(cell)!),
    };

    /// <summary>Text that a cell can hold: too long it is cut and says so; half a character at the cut goes too.</summary>
    public static string Text(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        var end = LongestText - CutMark.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), CutMark);
    }

    private static bool IsExact(decimal number) => Digits(number) <= ExactDigits;

    /// <summary>An average or a quotient: PostgreSQL writes 16 and more decimals of it, and nobody measured those.</summary>
    private static bool IsTail(decimal number) => number.Scale > ExactDigits && Math.Abs(number) < 1e14m;

    private static int Decimals(decimal number)
    {
        var whole = decimal.Truncate(Math.Abs(number));
        return whole == 0 ? ExactDigits : ExactDigits - whole.ToString(CultureInfo.InvariantCulture).Length;
    }

    /// <summary>Significant digits: zeros at the end of the decimals and of a whole number carry nothing that a double would lose.</summary>
    private static int Digits(decimal number)
    {
        Span<char> text = stackalloc char[32];
        if (!Math.Abs(number).TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
        {
            return int.MaxValue;
        }

        ReadOnlySpan<char> digits = text[..length];
        digits = digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits;
        digits = digits.Contains('.') ? digits : digits.TrimEnd('0');
        digits = digits.TrimStart("0.");
        return digits.Length - (digits.Contains('.') ? 1 : 0);
    }
}
