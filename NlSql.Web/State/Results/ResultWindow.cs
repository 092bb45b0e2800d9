using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Web.State.Results;

/// <summary>Reads pages of a stored result for the grid. Holds no rows.</summary>
/// <param name="numbers">The marks of numbers and the currency; neutral unless given.</param>
public sealed class ResultWindow(IResultStore store, StoredResult result, NumberFormat? numbers = null)
{
    /// <summary>A page is never larger, whatever the browser asks.</summary>
    public const int LargestPage = 500;

    private readonly ColumnFormat[] columns = [.. result.Columns.Select(column => ColumnFormat.For(column, result.TimeZone, numbers))];

    public StoredResult Result => result;

    public IReadOnlyList<ColumnFormat> Columns => columns;

    /// <summary>
    /// Rows as the grid takes them: a cell is null, a text, or an array of shown and raw text where they differ. Null when the rows are no
    /// longer kept.
    /// </summary>
    public async Task<object?[][]?> ReadAsync(long offset, int count, int sortColumn, bool descending, CancellationToken cancellationToken)
    {
        var sort = sortColumn >= 0 && sortColumn < columns.Length ? new ResultSort(sortColumn, descending) : null;
        try
        {
            var page = await store.ReadPageAsync(result.Id, Math.Max(0, offset), Math.Clamp(count, 1, LargestPage), sort, cancellationToken);
            return [.. page.Rows.Select(ToCells)];
        }
        catch (PipelineFailureException gone) when (gone.Failure.Type == FailureTypes.ResultExpired)
        {
            return null;
        }
    }

    private object?[] ToCells(object?[] row)
    {
        var cells = new object?[columns.Length];
        for (var i = 0; i < cells.Length && i < row.Length; i++)
        {
            var shown = columns[i].Shown(row[i]);
            var raw = ColumnFormat.Raw(row[i]);
            cells[i] = string.Equals(shown, raw, StringComparison.Ordinal) ? shown : new[] { shown, raw };
        }

        return cells;
    }
}
