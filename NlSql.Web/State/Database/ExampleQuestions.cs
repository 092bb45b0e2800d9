using NlSql.Core.Database.Catalog;

namespace NlSql.Web.State.Database;

/// <summary>Questions to start with: chosen for the demo, derived from the catalog for any other database.</summary>
public static class ExampleQuestions
{
    private const int Shown = 6;

    /// <summary>Answered right by the built-in translator: they stand in docs/demo-questions.md, which is tested.</summary>
    public static IReadOnlyList<string> ForDemo { get; } =
    [
        "How many orders did we get each month in 2025?",
        "What is the average order value by channel in 2025?",
        "Top 10 customers by total order amount",
        "What is the total refund amount by reason?",
        "What is the average shipping cost per carrier?",
        "How many web sessions were there per device in March 2025?",
    ];

    /// <summary>Up to six plain questions about the largest tables: counts, counts per category, per month, sums.</summary>
    public static IReadOnlyList<string> From(SchemaCatalog catalog)
    {
        var tables = catalog.Tables
            .Where(table => table.Columns.Count > 1)
            .OrderByDescending(table => table.RowEstimate ?? 0)
            .Take(6)
            .ToList();
        var questions = new List<string>();
        foreach (var table in tables)
        {
            var name = Words(table.Name.Name);
            questions.Add($"How many {name} are there?");
            if (Category(table) is { } category)
            {
                questions.Add($"Number of {name} by {Words(category.Name)}");
            }

            if (table.Columns.FirstOrDefault(column => column.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz) is { } date)
            {
                questions.Add($"Number of {name} per month by {Words(date.Name)}");
            }

            if (Measure(table) is { } measure)
            {
                questions.Add($"Average {Words(measure.Name)} of {name}");
            }
        }

        return [.. questions.DistinctBy(question => question, StringComparer.OrdinalIgnoreCase).Take(Shown)];
    }

    private static ColumnInfo? Category(TableInfo table) => table.Columns.FirstOrDefault(column =>
        !column.IsPersonal
            && column.Kind is ColumnKind.Text or ColumnKind.Enum
            && (column.EnumLabels.Count > 1 || column.Statistics.Samples.Count is > 1 and <= 30));

    private static ColumnInfo? Measure(TableInfo table) => table.Columns.FirstOrDefault(column =>
        column.Kind is ColumnKind.Decimal or ColumnKind.Float && !table.PrimaryKey.Contains(column.Name));

    private static string Words(string name) => name.Replace('_', ' ').ToLowerInvariant();
}
