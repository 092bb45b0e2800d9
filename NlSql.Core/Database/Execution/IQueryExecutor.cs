using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Runs approved SQL in a read-only transaction that is always rolled back. Takes nothing but <see cref="ApprovedSql"/>.</summary>
public interface IQueryExecutor
{
    /// <summary>EXPLAIN under a short timeout. Throws <see cref="Failures.PipelineFailureException"/> with the database's error.</summary>
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

/// <param name="Rows">Planner's estimate of the rows returned.</param>
/// <param name="Cost">Planner's total cost, in its own unit.</param>
/// <param name="Tables">Relations that the plan scans, with estimated rows read.</param>
/// <param name="ExceedsCeiling">True when the cost is above MAX_PLAN_COST; then it must not run.</param>
public sealed record PlanEstimate(double Rows, double Cost, IReadOnlyList<PlannedScan> Tables, bool ExceedsCeiling);

public sealed record PlannedScan(string Relation, double Rows);

/// <summary>Takes an export's header and rows as they come.</summary>
public interface IRowSink
{
    ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken);

    /// <summary>One row; the array is reused by the caller after the call.</summary>
    ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken);

    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

public sealed record ExportSummary(long Rows, bool Truncated);
