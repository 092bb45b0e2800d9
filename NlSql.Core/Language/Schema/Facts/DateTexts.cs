using System.Globalization;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>A way to write dates.</summary>
/// <param name="Name">For people.</param>
/// <param name="Formats">As .NET reads them.</param>
/// <param name="Pattern">POSIX, as PostgreSQL matches it.</param>
/// <param name="Sql">Reads one, <c>{0}</c> in place of the text.</param>
/// <param name="Excludes">What some value must not be readable as, or no value tells which number is the month; null where none could be mistaken.</param>
internal sealed record DateText(string Name, string[] Formats, string Pattern, string Sql, bool HasTime, string[]? Excludes)
{
    public DateTime? Read(string text) => Parse(text, Formats);

    public bool IsSure(IReadOnlyList<string> texts) => Excludes is null || texts.Any(t => Parse(t, Excludes) is null);

    private static DateTime? Parse(string text, string[] formats) =>
        DateTime.TryParseExact(text.Trim(), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1000 and < 3000
            ? date
            : null;
}

/// <summary>The ways to write dates that are known.</summary>
internal static class DateTexts
{
    private const string Day = "(0?[1-9]|[12][0-9]|3[01])";
    private const string Month = "(0?[1-9]|1[0-2])";
    private const string Year = "[12][0-9]{3}";
    private const string Clock = "([01]?[0-9]|2[0-3]):[0-5][0-9]";
    private const string Seconds = "(:[0-5][0-9])?";
    private const string ShortName = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private const string LongName = "(January|February|March|April|May|June|July|August|September|October|November|December)";

    public static IReadOnlyList<DateText> All { get; } =
    [
        new("2024-05-31", ["yyyy-MM-dd"], $"^{Year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "CAST({0} AS date)", false, null),
        new("2024-05-31 08:30", ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFF"],
            $"^{Year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T]{Clock}", "CAST({0} AS timestamp)", true, null),
        new("2024/05/31", ["yyyy/M/d"], $"^{Year}/{Month}/{Day}$", "to_date({0}, 'YYYY/MM/DD')", false, null),
        new("2024.05.31", ["yyyy.M.d"], $"^{Year}[.]{Month}[.]{Day}$", "to_date({0}, 'YYYY.MM.DD')", false, null),
        .. Numbers("/", "/", areDaysFirst: true), .. Numbers("/", "/", areDaysFirst: false),
        .. Numbers("-", "-", areDaysFirst: true), .. Numbers("-", "-", areDaysFirst: false),
        .. Numbers(".", "[.]", areDaysFirst: true),
        new("May 31, 2024", ["MMM d, yyyy"], $"^{ShortName} {Day}, {Year}$", "to_date({0}, 'Mon DD, YYYY')", false, null),
        new("October 31, 2024", ["MMMM d, yyyy"], $"^{LongName} {Day}, {Year}$", "to_date({0}, 'FMMonth DD, YYYY')", false, null),
        new("31 May 2024", ["d MMM yyyy"], $"^{Day} {ShortName} {Year}$", "to_date({0}, 'DD Mon YYYY')", false, null),
        new("31 October 2024", ["d MMMM yyyy"], $"^{Day} {LongName} {Year}$", "to_date({0}, 'DD FMMonth YYYY')", false, null),
        new("31-May-2024", ["d-MMM-yyyy"], $"^{Day}-{ShortName}-{Year}$", "to_date({0}, 'DD-Mon-YYYY')", false, null),
        new("31-May-24", ["d-MMM-yy"], $"^{Day}-{ShortName}-[0-9][0-9]$", "to_date({0}, 'DD-Mon-YY')", false, null),
        new("20240531", ["yyyyMMdd"], $"^{Year}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$", "to_date({0}, 'YYYYMMDD')", false, null),
    ];

    /// <summary>Day, month and year as numbers; after points the day goes first everywhere.</summary>
    private static IEnumerable<DateText> Numbers(string separator, string pattern, bool areDaysFirst)
    {
        var (s, p) = (separator, pattern);
        var (format, other) = areDaysFirst ? ($"d{s}M{s}yyyy", $"M{s}d{s}yyyy") : ($"M{s}d{s}yyyy", $"d{s}M{s}yyyy");
        var numbers = areDaysFirst ? $"^{Day}{p}{Month}{p}{Year}" : $"^{Month}{p}{Day}{p}{Year}";
        var sql = areDaysFirst ? $"DD{s}MM{s}YYYY" : $"MM{s}DD{s}YYYY";
        var name = areDaysFirst ? $"31{s}05{s}2024" : $"05{s}31{s}2024";
        yield return new DateText(name, [format], numbers + "$", $"to_date({{0}}, '{sql}')", false, s == "." ? null : [other]);
        yield return new DateText($"{name} 08:30", [$"{format} H:mm", $"{format} H:mm:ss"], $"{numbers} {Clock}{Seconds}$",
            $"CAST(to_timestamp({{0}}, '{sql} HH24:MI:SS') AS timestamp)", true, s == "." ? null : [$"{other} H:mm", $"{other} H:mm:ss"]);
    }
}
