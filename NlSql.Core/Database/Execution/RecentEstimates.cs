using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>
/// One EXPLAIN a statement: what a model drafted is tried, then estimated for review, and often run at once, each of which asks for the plan.
/// An estimate is good for <see cref="Lifetime"/>; a failure is never kept. Where RUN_AS lets the database decide by who asks, it is that person's alone.
/// </summary>
internal sealed class RecentEstimates(IQueryExecutor inner, IOptions<ExecutionOptions> options, TimeProvider time) : IQueryExecutor
{
    /// <summary>Short enough that nobody waits for a new index or a new table to be seen.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private const int Kept = 64;

    private readonly LruCache<(NpgsqlDataSource Source, string Sql, string Circumstances, string? Analyst), (PlanEstimate Estimate, long At)> recent =
        new(Kept);

    /// <inheritdoc />
    public async Task<PlanEstimate> EstimateAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken)
    {
        var key = (dataSource, sql.Text, string.Join('\0', sql.SearchPath.Append(sql.Mark)), options.Value.RunAs is "off" ? null : tag.Analyst);
        if (recent.TryGet(key, out var known) && time.GetElapsedTime(known.At) < Lifetime)
        {
            return known.Estimate;
        }

        var at = time.GetTimestamp();
        var estimate = await inner.EstimateAsync(dataSource, sql, tag, cancellationToken).ConfigureAwait(false);
        recent.Set(key, (estimate, at));
        return estimate;
    }

    /// <inheritdoc />
    public Task<StoredResult> RunAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql sql,
        RunTag tag,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
            inner.RunAsync(dataSource, sql, tag, progress, cancellationToken);

    /// <inheritdoc />
    public Task<ExportSummary> ExportAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IRowSink sink, CancellationToken cancellationToken) =>
        inner.ExportAsync(dataSource, sql, tag, sink, cancellationToken);
}
