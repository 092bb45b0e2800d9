using System.Globalization;
using System.Text;
using System.Xml;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Texts;

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
    private const decimal MostBesideATail = 1e14m;
    private const string EscapedSign = "_x005F_";
    private const string Unheld = "\uFFFD";
    private const string CutMark = " [cut: longer than a cell can be]";

    private static readonly DateTime FirstReliableDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>
    /// Null, bool, decimal, double, <see cref="DateOnly"/>, <see cref="DateTime"/> (instants as the clocks of their zone show them) or string.
    /// </summary>
    /// <param name="cell">As <see cref="StoredResult"/> describes it.</param>
    /// <param name="kind">Of its column: what no decimal holds is a number all the same where the column is numeric.</param>
    public static object? Of(object? cell, ColumnKind kind) => cell switch
    {
        null or bool => cell,
        long whole when IsExact(whole) => (decimal)whole,
        decimal exact when IsExact(exact) => exact,
        decimal { Scale: > ExactDigits } tail when Math.Abs(tail) < MostBesideATail => Rounded((double)tail),
        double number when double.IsFinite(number) => number,
        DateOnly date when date.ToDateTime(TimeOnly.MinValue) >= FirstReliableDay => date,
        DateTime timestamp when timestamp >= FirstReliableDay => timestamp,
        DateTimeOffset instant when instant.DateTime >= FirstReliableDay => instant.DateTime,
        string text when kind == ColumnKind.Decimal && Tail(text) is { } tail => Rounded(tail),
        _ => Text(CellText.Of(cell)!),
    };

    /// <summary>
    /// Text that a cell can hold, written so that Excel reads it back: too long it is cut and says so, half a character at the cut goes too;
    /// U+FFFD stands for what no XML can hold; <c>_x0041_</c>, which would be read as A, has its first sign escaped.
    /// </summary>
    public static string Text(string text)
    {
        text = Excerpt.Of(text, LongestText, CutMark);
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            var isHeld = length == 2 || XmlConvert.IsXmlChar(text[i]);
            var isEscape = IsEscape(text.AsSpan(i));
            changed ??= isHeld && !isEscape ? null : new StringBuilder(text, 0, i, text.Length + EscapedSign.Length);
            changed?.Append(isEscape ? EscapedSign : isHeld ? text.AsSpan(i, length) : Unheld);
            i += length - 1;
        }

        return changed?.ToString() ?? text;
    }

    /// <summary>The form in which Office writes a character by its number (ECMA-376, 22.9.2.19).</summary>
    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text is ['_', 'x', var a, var b, var c, var d, '_', ..]
        && char.IsAsciiHexDigit(a) && char.IsAsciiHexDigit(b) && char.IsAsciiHexDigit(c) && char.IsAsciiHexDigit(d);

    private static bool IsExact(decimal number) => Digits(number) <= ExactDigits;

    /// <summary>A number of more decimals than a decimal holds; null for what has none to lose, or too much before them.</summary>
    private static double? Tail(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point && text.Length - point - 1 > ExactDigits
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < (double)MostBesideATail
            ? number
            : null;

    /// <summary>
    /// To 15 significant digits. More than 15 decimals are those of an average or a quotient: PostgreSQL writes 16 and more of it, and nobody
    /// measured those.
    /// </summary>
    private static double Rounded(double tail) => double.Parse(tail.ToString("E14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

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
