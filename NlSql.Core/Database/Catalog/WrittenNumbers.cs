using System.Text.RegularExpressions;

namespace NlSql.Core.Database.Catalog;

/// <summary>Picks values that are numbers or dates as people write them; free text is not kept.</summary>
internal static partial class WrittenNumbers
{
    private const int Kept = 30;
    private const double NearlyAll = 0.9;

    /// <returns>A few of them; none where others than such are among the values.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> values)
    {
        List<string> known = [.. values.Where(v => !string.IsNullOrWhiteSpace(v))];
        var written = known.FindAll(v => v.Any(char.IsAsciiDigit) && Form().IsMatch(v));
        var step = Math.Max(1, written.Count / Kept);
        return written.Count < known.Count * NearlyAll ? [] : [.. written.Where((_, i) => i % step == 0).Take(Kept)];
    }

    [GeneratedRegex(@"^([-+$€£¥0-9.,:/%T ]|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[A-Za-z²³]{1,4}$)+$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
