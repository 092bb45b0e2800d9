using System.Globalization;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>
/// Reads PostgreSQL's text form of a value (DateStyle ISO, IntervalStyle postgres, extra_float_digits 1). Text is asked for
/// because every type has it: a type that no driver knows, a numeric of 1,000 digits, a date BC and <c>infinity</c> come back
/// like the rest.
/// </summary>
internal static class PostgresText
{
    /// <summary>Digits that a <see cref="decimal"/> holds whatever their value.</summary>
    private const int ExactDecimalDigits = 28;

    private static readonly string[] TimestampFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
    private static readonly string[] TimestampTzFormats =
    [
        "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz",
    ];

    /// <summary>The value as <see cref="StoredResult"/> describes it; the text itself where no such value holds it exactly.</summary>
    public static object Parse(string text, ColumnKind kind) => kind switch
    {
        ColumnKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        ColumnKind.Decimal => ParseDecimal(text),
        ColumnKind.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        ColumnKind.Boolean when text is "t" or "f" => text is "t",
        ColumnKind.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
        ColumnKind.Timestamp when DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
        ColumnKind.TimestampTz when DateTimeOffset.TryParseExact(text, TimestampTzFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) =>
            value,
        _ => text,
    };

    private static object ParseDecimal(string text)
    {
        // 49.50000000000000000000000000000000: zeros at the end are worth nothing where they would not fit.
        var number = Digits(text) > ExactDecimalDigits && text.Contains('.', StringComparison.Ordinal) ? text.AsSpan().TrimEnd('0').TrimEnd('.') : text;
        return Digits(number) <= ExactDecimalDigits
            && decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : text;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
        }

        return digits;
    }
}
