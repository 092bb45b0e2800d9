using System.Globalization;
using System.Text;
using NlSql.Core.Foundation.Numbers;
using NlSql.Web.State.Words;

namespace NlSql.Web.State.Results;

/// <summary>A chart in words.</summary>
public static class ChartWords
{
    /// <summary>Names the axis, and for up to four series the first, last, smallest and largest value.</summary>
    /// <param name="drawn">Rows that the chart draws.</param>
    /// <param name="rows">Rows of the result.</param>
    public static string Describe(ChartDrawing chart, int drawn, long rows, NumberFormat numbers)
    {
        var words = new StringBuilder();
        var points = chart.Series.Sum(series => series.Data.Count(value => value is not null));
        words.Append(CultureInfo.InvariantCulture, $"{chart.Title}. {Noun(chart.Kind)} with {numbers.Count(points, "point", "points")}");
        if (chart.Series.Count > 1)
        {
            words.Append(CultureInfo.InvariantCulture, $" in {chart.Series.Count} series");
        }

        if (rows > drawn)
        {
            words.Append(CultureInfo.InvariantCulture, $", of the first {numbers.Count(drawn)} of {numbers.Count(rows, "row", "rows")}");
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
            words.Append(CultureInfo.InvariantCulture, $" {series.Name}: highest {Shown(high.value!.Value)} at {chart.Categories[high.i]}")
                .Append(CultureInfo.InvariantCulture, $", lowest {Shown(low.value!.Value)} at {chart.Categories[low.i]}.");
        }

        if (chart.Series.Count > 4)
        {
            words.Append(CultureInfo.InvariantCulture, $" {chart.Series.Count - 4} more series.");
        }

        return words.ToString();

        string Shown(double value) => numbers.Write(value, "#,0.##");
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
