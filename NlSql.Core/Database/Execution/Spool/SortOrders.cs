using NlSql.Core.Foundation.Caching;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// The orders in which results are being looked at: who scrolls through a sorted grid asks for page after page of the same one. A result never changes, so
/// an order stays right for as long as its rows are there.
/// </summary>
internal sealed class SortOrders
{
    /// <summary>Orders kept; one of 1,000,000 rows takes 4 MB.</summary>
    private const int Kept = 8;

    private readonly LruCache<(string Id, ResultSort Sort), int[]> orders = new(Kept);

    /// <summary>Numbers of the rows in the order of <paramref name="sort"/>; reads the column only where the order is not known yet.</summary>
    public async ValueTask<int[]> OfAsync(ResultReader reader, StoredResult result, ResultSort sort, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sort.Column, result.Columns.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(sort.Column);
        if (orders.TryGet((result.Id, sort), out var known))
        {
            return known;
        }

        var values = await reader.ReadColumnAsync(sort.Column, cancellationToken).ConfigureAwait(false);
        var cells = CellOrder.Of(result.Columns[sort.Column].Kind);
        var rows = Enumerable.Range(0, values.Length);

        // Both sorts are stable, so that equal cells keep the result's order; NULL stays at the end of either.
        int[] order = sort.Descending
            ? [.. rows.OrderBy(r => values[r] is null).ThenByDescending(r => values[r], cells)]
            : [.. rows.OrderBy(r => values[r], cells)];
        orders.Set((result.Id, sort), order);
        return order;
    }
}
