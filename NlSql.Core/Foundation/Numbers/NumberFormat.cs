using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Foundation.Numbers;

/// <summary>
/// How numbers are written for people: the marks between digits, and the currency of amounts. What programs read (JSON, CSV, Excel, SQL) is
/// never written with it.
/// </summary>
public sealed partial record NumberFormat
{
    /// <summary>Groups that are parted by any blank are written with one that no line breaks at.</summary>
    private const string NoBreakSpace = "\u00a0";

    private readonly NumberFormatInfo info;

    private NumberFormat(string decimalMark, string groupMark)
    {
        (DecimalMark, GroupMark) = (decimalMark, groupMark);
        info = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        info.NumberDecimalSeparator = decimalMark;
        info.NumberGroupSeparator = groupMark;
    }

    /// <summary><c>1,234.56</c> and no currency: where nothing is set.</summary>
    public static NumberFormat Neutral { get; } = new(".", ",");

    /// <summary>A point or a comma.</summary>
    public string DecimalMark { get; }

    /// <summary>Stands between groups of three digits; empty where there are none.</summary>
    public string GroupMark { get; }

    /// <summary>Code or symbol of amounts that do not name a currency of their own; null when not known.</summary>
    public string? Currency { get; init; }

    /// <summary>A number as an example: <c>1.234,56</c>.</summary>
    public string Sample => Write(1234.56, "#,0.00");

    /// <summary>The other ways in which people type <see cref="GroupMark"/>, with itself; one character each.</summary>
    public string GroupMarks => GroupMark switch
    {
        NoBreakSpace => " \u00a0\u202f\u2009",
        "'" or "’" => "'’",
        _ => GroupMark,
    };

    /// <summary>
    /// The marks of a number written as an example (<c>1.234,56</c>) or those of a language (<c>de-DE</c>, a BCP 47 name); null for anything else
    /// and for languages whose marks are not among those of the examples.
    /// </summary>
    public static NumberFormat? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Example().Match(text.Trim()) is { Success: true } example)
        {
            return Of(example.Groups["decimal"].Value, example.Groups["group"].Value);
        }

        try
        {
            var marks = CultureInfo.GetCultureInfo(text.Trim(), predefinedOnly: true).NumberFormat;
            return text.Trim().Length == 0 ? null : Of(marks.NumberDecimalSeparator, marks.NumberGroupSeparator);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A number by a .NET pattern (<c>#,0.##</c>, <c>N2</c>).</summary>
    public string Write(IFormattable number, string? pattern)
    {
        ArgumentNullException.ThrowIfNull(number);
        return number.ToString(pattern, info);
    }

    /// <summary>A text that holds a number in neutral writing (<c>+1,234.5%</c>, <c>1234.5</c>), with these marks instead.</summary>
    public string Marked(string neutral)
    {
        ArgumentNullException.ThrowIfNull(neutral);
        return (DecimalMark, GroupMark) == (Neutral.DecimalMark, Neutral.GroupMark)
            ? neutral
            : string.Concat(neutral.Select(character => character switch
            {
                '.' => DecimalMark,
                ',' => GroupMark,
                _ => character.ToString(),
            }));
    }

    /// <summary>Takes these marks out of the digits that somebody wrote: the same number as SQL and .NET read it, <c>1234.56</c>.</summary>
    public string Bare(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        return string.Concat(digits.Where(character => !GroupMarks.Contains(character, StringComparison.Ordinal)))
            .Replace(DecimalMark, ".", StringComparison.Ordinal);
    }

    private static NumberFormat? Of(string decimalMark, string groupMark)
    {
        var group = groupMark is " " or "\u202f" or "\u2009" ? NoBreakSpace : groupMark;
        return decimalMark is "." or "," && group is "" or "." or "," or "'" or "’" or NoBreakSpace && group != decimalMark
            ? new NumberFormat(decimalMark, group)
            : null;
    }

    [GeneratedRegex(@"^\d{1,3}(?<group>[.,'’ \u00a0\u202f\u2009]?)\d{3}(?<decimal>[.,])\d{1,6}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Example();
}
