using System.Globalization;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Analysis.Narrative;

namespace NlSql.Tests.Unit.Language.Analysis;

/// <summary>Small results for tests: columns by <c>name:kind</c>, rows as they come.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Now = new(2024, 11, 15, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<ResultColumn> Columns(params string[] columns) =>
        [.. columns.Select(column => column.Split(':')).Select(parts => new ResultColumn(parts[0], TypeOf(parts[1]), Enum.Parse<ColumnKind>(parts[1])))];

    public static AnalysisRequest Request(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows, bool truncated = false, bool partial = false) =>
        new(
            "A question",
            "SELECT 1",
            new StoredResult
            {
                Id = "r",
                Columns = columns,
                RowCount = rows.Count,
                Sql = "SELECT 1",
                RanAt = Now,
                Truncated = truncated,
                Partial = partial,
            },
            rows);

    /// <summary>One row per month from <paramref name="first"/> on.</summary>
    public static IReadOnlyList<object?[]> Months(DateOnly first, params decimal[] values) =>
        [.. values.Select((value, i) => new object?[] { first.AddMonths(i), value })];

    public static async Task<(string Markdown, AnalysisFinished Finished)> AnalyzeAsync(AnalysisRequest request, NumberFormat? numbers = null)
    {
        var text = string.Empty;
        AnalysisFinished? finished = null;
        await foreach (var item in new BuiltInAnalyst(numbers ?? NumberFormat.Neutral).AnalyzeAsync(request, CancellationToken.None))
        {
            text += (item as AnalysisText)?.Markdown;
            finished = item as AnalysisFinished ?? finished;
        }

        Assert.NotNull(finished);
        Assert.Equal(text, finished.Markdown);
        Assert.All(finished.Numbers, number => Assert.Contains(number.Text, text, StringComparison.Ordinal));
        return (text, finished);
    }

    private static string TypeOf(string kind) => kind.ToLower(CultureInfo.InvariantCulture);
}
