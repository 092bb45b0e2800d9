using System.Globalization;

namespace NlSql.Core.Database.Catalog;

/// <summary>Which values of a column are kept as samples.</summary>
internal static class SampleValues
{
    /// <summary>Characters; longer texts are no labels.</summary>
    public const int LongestValue = 80;

    /// <summary>Values of one column at most.</summary>
    public const int MostValues = 1000;

    /// <summary>Without blanks, long texts and doubles; booleans read <c>true</c> and <c>false</c>.</summary>
    public static List<SampleValue> Usable(IEnumerable<SampleValue> samples, ColumnKind kind) =>
        [.. samples
            .Where(sample => sample.Value.Length is > 0 and <= LongestValue
                && !string.IsNullOrWhiteSpace(sample.Value)
                && !sample.Value.Contains('\n', StringComparison.Ordinal))
            .Select(sample => kind == ColumnKind.Boolean ? sample with { Value = sample.Value is "t" or "true" ? "true" : "false" } : sample)
            .DistinctBy(sample => sample.Value)
            .Take(MostValues)];
}

/// <summary>Smallest and largest of values given as PostgreSQL writes them.</summary>
internal static class ValueRange
{
    /// <summary>Values that cannot be compared (<c>infinity</c>, dates before year 1, amounts of money) are left out.</summary>
    public static (string? Smallest, string? Largest) Of(ColumnKind kind, IEnumerable<string> values)
    {
        if (kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float)
        {
            var numbers = values
                .Where(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                .OrderBy(value => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture))
                .ToList();
            return numbers.Count == 0 ? (null, null) : (numbers[0], numbers[^1]);
        }

        // ISO dates of the same length of year sort as text.
        var dates = values
            .Where(value => value.Length >= 10 && char.IsAsciiDigit(value[0]) && value[4] == '-' && !value.EndsWith("BC", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return dates.Count == 0 ? (null, null) : (dates[0], dates[^1]);
    }
}
