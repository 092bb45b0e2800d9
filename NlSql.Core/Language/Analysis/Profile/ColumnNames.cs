using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>What a result column's name says of its values.</summary>
public static class ColumnNames
{
    private static readonly string[] NotAdditiveWords =
    [
        "avg", "average", "mean", "median", "min", "minimum", "max", "maximum", "rate", "ratio", "share", "percent", "percentage", "pct", "price", "score",
        "rating", "rank", "age", "per", "margin", "index", "latitude", "longitude", "lat", "lon", "lng", "temperature", "height", "weight", "stddev",
        "variance",
        "density", "cumulative", "running", "balance", "growth", "change", "discount", "year", "month", "day", "hour", "percentile", "quantile",
        "level", "speed",
    ];

    /// <summary>Words in lower case: <c>TotalRevenue_EUR</c> becomes total, revenue, eur; a percent sign is one too.</summary>
    public static IReadOnlyList<string> Words(string name) =>
        name.Contains('%', StringComparison.Ordinal) ? [.. NameWords.Parts(name), "%"] : NameWords.Parts(name);

    /// <summary>In words for people; the names PostgreSQL gives to unnamed expressions get their meaning.</summary>
    public static string Label(string name) => name switch
    {
        "?column?" or "" => "value",
        "avg" => "average",
        "date_trunc" => "period",
        _ => Words(name) is { Count: > 0 } words ? string.Join(' ', words) : name.Trim(),
    };

    /// <summary>What the rows are that a column names: the column <c>country name</c> names countries, <c>first name</c> names nothing by itself.</summary>
    public static string Noun(string label) =>
        label.EndsWith(" name", StringComparison.Ordinal) && label is not ("first name" or "last name" or "full name" or "middle name")
            ? label[..^" name".Length]
            : label;

    /// <summary>By the rule that the schema's columns go by.</summary>
    public static bool IsIdentifier(string name) => IdentifierNames.Is(Words(name));

    /// <summary>The value is a part of one: "share", "return rate".</summary>
    public static bool IsShare(string name) => Words(name) is { Count: > 0 } words && words[^1] is "share" or "rate" or "fraction" or "proportion";

    /// <summary>Its values may be added up over rows: not an average, a rate, a price or a level.</summary>
    public static bool IsAdditive(string name)
    {
        var words = Words(name);

        // "total price" was added up already; "average total" was not.
        return !words.Any(NotAdditiveWords.Contains)
            || (words.Count > 0 && words[0] is "total" or "sum" or "count" && !words.Any(word => word is "avg" or "average" or "mean" or "median" or "per"));
    }

    /// <summary>Each value was computed over rows that weigh differently: the mean of such values is that of nothing.</summary>
    public static bool IsOfGroups(string name) => Words(name).Any(word =>
        word is "avg" or "average" or "mean" or "median" or "rate" or "ratio" or "share" or "percent" or "percentage" or "pct" or "per");

    /// <summary>The value is a percentage, 12.5 for 12.5%.</summary>
    public static bool IsPercent(string name) => Words(name).Any(word => word is "percent" or "percentage" or "pct" or "%");

    /// <summary>The value is the number of a year: not grouped, not summed.</summary>
    public static bool IsYear(string name) => Words(name) is { Count: > 0 } words && (words[^1] is "year" or "yr" || words[0] == "year");

    /// <summary>A part of a date without the year: an order of its own, no quantity.</summary>
    public static bool IsCalendarPart(string name) =>
        Words(name) is { Count: > 0 } words && words[^1] is "month" or "quarter" or "week" or "weekday" or "dow" or "hour" or "day";
}
