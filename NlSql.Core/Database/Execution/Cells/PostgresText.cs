using System.Globalization;
using System.Text;
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

    /// <summary>Bytes beyond which no text is a time that is read.</summary>
    private const int LongestTime = 40;

    private static readonly string[] TimestampFormats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
    private static readonly string[] TimestampTzFormats =
    [
        "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz",
    ];

    /// <summary>The value as <see cref="StoredResult"/> describes it; the text itself where no such value holds it exactly.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="kind">Of the column.</param>
    public static object Parse(ReadOnlySpan<byte> text, ColumnKind kind) => kind switch
    {
        ColumnKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        ColumnKind.Decimal => ParseDecimal(text),
        ColumnKind.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        ColumnKind.Boolean when text is [(byte)'t' or (byte)'f'] => text[0] == 't',
        ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz => ParseTime(text, kind),
        _ => Encoding.UTF8.GetString(text),
    };

    private static object ParseTime(ReadOnlySpan<byte> text, ColumnKind kind)
    {
        Span<char> chars = stackalloc char[LongestTime];
        if (text.Length > LongestTime)
        {
            return Encoding.UTF8.GetString(text);
        }

        ReadOnlySpan<char> time = chars[..Encoding.UTF8.GetChars(text, chars)];
        return kind switch
        {
            ColumnKind.Date when DateOnly.TryParseExact(time, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
            ColumnKind.Timestamp when DateTime.TryParseExact(time, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
            ColumnKind.TimestampTz
                when DateTimeOffset.TryParseExact(time, TimestampTzFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) => value,
            _ => time.ToString(),
        };
    }

    private static object ParseDecimal(ReadOnlySpan<byte> text)
    {
        // 49.50000000000000000000000000000000: zeros at the end are worth nothing where they would not fit.
        var number = Digits(text) > ExactDecimalDigits && text.Contains((byte)'.') ? text.TrimEnd((byte)'0').TrimEnd((byte)'.') : text;
        return Digits(number) <= ExactDecimalDigits
            && decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : Encoding.UTF8.GetString(text);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit((char)c))
            {
                digits++;
            }
        }

        return digits;
    }
}
