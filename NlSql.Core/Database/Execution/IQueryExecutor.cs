using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Runs approved SQL in a read-only transaction that is always rolled back. Takes nothing but <see cref="ApprovedSql"/>.</summary>
public interface IQueryExecutor
{
    /// <summary>EXPLAIN under a short timeout. Throws <see cref="Foundation.Failures.PipelineFailureException"/> with the database's error.</summary>
    Task<PlanEstimate> EstimateAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken);

    /// <summary>
    /// Runs it with the view's row limit and keeps the rows on the server. <paramref name="progress"/> counts rows.
    /// Cancelling reaches the server; rows that came before stay, the result says it is partial.
    /// </summary>
    Task<StoredResult> RunAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Streams every row (no limit of ours but EXPORT_MAX_ROWS) with flat memory; rows are as in <see cref="StoredResult"/>.</summary>
    Task<ExportSummary> ExportAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IRowSink sink, CancellationToken cancellationToken);
}

/// <summary>Who runs what: becomes <c>application_name=nlsql/analyst/turn</c>.</summary>
public sealed record RunTag(string Analyst, string Turn);

/// <summary>What the planner expects of a statement; nothing in it was counted.</summary>
/// <param name="Rows">Rows returned, without our row limit.</param>
/// <param name="Cost">Total cost, in the planner's own unit.</param>
/// <param name="Tables">Relations that the plan scans, with the rows read; partitions by their own names.</param>
/// <param name="ExceedsCeiling">True when the cost is above MAX_PLAN_COST; then it must not run.</param>
public sealed record PlanEstimate(double Rows, double Cost, IReadOnlyList<PlannedScan> Tables, bool ExceedsCeiling);

/// <param name="Relation">For people, see <see cref="Sql.Names.RelationName"/>.</param>
/// <param name="Rows">
/// Rows read: before any filter, by all processes of a parallel plan, in all runs of the scan, and no more than our row limit lets it read.
/// </param>
public sealed record PlannedScan(string Relation, double Rows)
{
    /// <summary>
    /// True when the planner does not say: an index finds rows that a further condition drops, the table was never analyzed or lies elsewhere,
    /// or rows are looked up again and again with a memory between.
    /// </summary>
    public bool IsGuess { get; init; }
}

/// <summary>Takes an export's header and rows as they come.</summary>
public interface IRowSink
{
    /// <summary>Once, before the first row, also where there are no rows.</summary>
    ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken);

    /// <summary>One row; the array is reused by the caller after the call.</summary>
    ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken);

    /// <summary>Once, after the last row; not called when something went wrong, so that what was written stays recognisably incomplete.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>What an export has written.</summary>
/// <param name="Rows">Rows without the header.</param>
/// <param name="Truncated">True when EXPORT_MAX_ROWS cut it short.</param>
/// <param name="CutCells">Cells of which only the beginning was written, because they are longer than EXPORT_MAX_CELL_BYTES.</param>
public sealed record ExportSummary(long Rows, bool Truncated, long CutCells = 0);
