using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>The little that an analysis has to know of the statement whose rows it reads.</summary>
internal static partial class QueryText
{
    /// <summary>Patterns that take longer are faulty: these look at each sign once.</summary>
    private const int MostMilliseconds = 1000;

    private static readonly HashSet<string> DateWords = new(StringComparer.Ordinal) { "date", "time", "timestamp", "datetime", "timestamptz", "extract" };

    /// <summary>Words that end in "date" and are no dates.</summary>
    private static readonly HashSet<string> NoDates = new(StringComparer.Ordinal)
    {
        "update", "candidate", "mandate", "validate", "consolidate", "liquidate", "invalidate", "antedate",
    };

    public static bool HasConditions(string sql) => Conditions().IsMatch(sql);

    /// <summary>It counts different things: one may stand in several groups, whose counts then make no whole.</summary>
    public static bool CountsDifferent(string sql) => DistinctCount().IsMatch(sql);

    /// <summary>How many rows the statement asks for at most; null where it asks for all. A limit inside a part of it does not count.</summary>
    public static int? Limit(string sql) => LastLimit().Match(sql) is { Success: true } limit
        && int.TryParse(limit.Groups["rows"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
        ? rows
        : null;

    /// <summary>It deals with dates, by the names in it: a question by month can be answered too.</summary>
    public static bool KnowsTime(string sql) => Names().Matches(sql).Select(match => match.Value.ToLowerInvariant()).Any(name =>
        name.EndsWith("_at", StringComparison.Ordinal)
        || name.EndsWith("_on", StringComparison.Ordinal)
        || name.Split('_').Any(part => DateWords.Contains(part) || (part.EndsWith("date", StringComparison.Ordinal) && !NoDates.Contains(part))));

    [GeneratedRegex(@"\bcount\s*\(\s*distinct\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MostMilliseconds)]
    private static partial Regex DistinctCount();

    [GeneratedRegex(@"\b(?:where|having)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MostMilliseconds)]
    private static partial Regex Conditions();

    [GeneratedRegex(
        @"\blimit\s+(?<rows>[0-9]+)(?:\s+offset\s+[0-9]+)?\s*;?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MostMilliseconds)]
    private static partial Regex LastLimit();

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*", RegexOptions.CultureInvariant, MostMilliseconds)]
    private static partial Regex Names();
}
