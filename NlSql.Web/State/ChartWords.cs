using System.Globalization;
using System.Text;

namespace NlSql.Web.State;

/// <summary>A chart in words.</summary>
public static class ChartWords
{
    /// <summary>Names the axis, and for up to four series the first, last, smallest and largest value.</summary>
    /// <param name="of">Rows there are, where the chart draws only the first of them.</param>
    public static string Describe(ChartDrawing chart, int? of)
    {
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"{chart.Title}. {Noun(chart.Kind)} with {Wording.Count(chart.Points, "point", "points")}");
        if (of is { } rows)
        {
            words.Append(CultureInfo.InvariantCulture, $" of {Wording.Count(rows, "row", "rows")}");
        }

        if (chart.Points > 1)
        {
            words.Append(CultureInfo.InvariantCulture, $", from {chart.Categories[0]} to {chart.Categories[^1]}");
        }

        words.Append('.');
        foreach (var series in chart.Series.Take(4))
        {
            var known = series.Data.Select((value, i) => (value, i)).Where(pair => pair.value is not null).ToList();
            if (known.Count == 0)
            {
                continue;
            }

            var high = known.MaxBy(pair => pair.value);
            var low = known.MinBy(pair => pair.value);
            words.Append(CultureInfo.InvariantCulture, $" {series.Name}: highest {high.value:#,0.##} at {chart.Categories[high.i]}, lowest {low.value:#,0.##} at {chart.Categories[low.i]}.");
        }

        if (chart.Series.Count > 4)
        {
            words.Append(CultureInfo.InvariantCulture, $" {chart.Series.Count - 4} more series.");
        }

        return words.ToString();
    }

    private static string Noun(string kind) => kind switch
    {
        "line" => "Line chart",
        "area" => "Area chart",
        "scatter" => "Scatter chart",
        "pie" => "Ring chart",
        "stackedBar" => "Stacked bar chart",
        _ => "Bar chart",
    };
}
