using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Database.Execution.Export;
using NlSql.Core.Database.Execution.Plans;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <inheritdoc cref="IQueryExecutor" />
internal sealed class NpgsqlQueryExecutor(
    IOptions<ExecutionOptions> options,
    ResultStore store,
    SessionClock clock,
    ILogger<NpgsqlQueryExecutor> logger) : IQueryExecutor
{
    /// <summary>Rows between two reports of progress.</summary>
    private const int ProgressEvery = 256;

    private readonly ExecutionOptions options = options.Value;

    /// <inheritdoc />
    public async Task<PlanEstimate> EstimateAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken)
    {
        const string Explain = "EXPLAIN (FORMAT JSON, VERBOSE) ";
        var query = BoundedQuery.For(sql, options.MaxRows + 1L);
        var sent = Explain + query.LiteralText;
        var count = new StatementClock(options.ExplainTimeoutMs, "EXPLAIN_TIMEOUT_MS");
        try
        {
            return await RecoveryConflict.TwiceAsync(_ => PlanAsync(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            throw Translate(error, sql, tag, sent, Explain.Length + BoundedQuery.PrefixLength, count, cancellationToken);
        }

        async Task<PlanEstimate> PlanAsync()
        {
            var transaction = await ReadOnlyTransaction.BeginAsync(
                dataSource,
                tag,
                Limits(sql, options.ExplainTimeoutMs),
                new Explanation(sent, count.Sent),
                cancellationToken).ConfigureAwait(false);
            await using var disposal = transaction.ConfigureAwait(false);
            var plan = PlanReader.Parse(transaction.Plan);
            var relations = await PlannedRelations.ReadAsync(transaction.Connection, plan, cancellationToken).ConfigureAwait(false);
            return PlanReader.Estimate(plan, relations, options.MaxPlanCost);
        }
    }

    /// <inheritdoc />
    public Task<StoredResult> RunAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql sql,
        RunTag tag,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
            RecoveryConflict.TwiceAsync(isFirst => RunAsync(dataSource, sql, tag, isFirst, progress, cancellationToken), cancellationToken);

    /// <param name="isRepeatable">What a standby broke off is thrown as it came, for a second time.</param>
    private async Task<StoredResult> RunAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql sql,
        RunTag tag,
        bool isRepeatable,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var query = BoundedQuery.For(sql, options.MaxRows + 1L);
        logger.Running(tag.Turn, sql.Text);
        var ranAt = clock.Now;
        var watch = Stopwatch.StartNew();
        var count = new StatementClock(options.StatementTimeoutMs, "STATEMENT_TIMEOUT_MS");
        try
        {
            var sent = TimeSpan.Zero;
            var open = await OpenQuery.StartAsync(
                dataSource,
                tag,
                Limits(sql, options.StatementTimeoutMs),
                query,
                new CellCap(options.MaxCellBytes, options.MaxResultBytes),
                () =>
                {
                    sent = watch.Elapsed;
                    count.Sent();
                },
                cancellationToken).ConfigureAwait(false);
            await using var disposal = open.ConfigureAwait(false);
            var rows = open.Rows;
            var writer = store.Create(rows.Columns);
            await using var writerDisposal = writer.ConfigureAwait(false);
            TimeSpan? firstRow = null;
            PipelineFailure? interruption = null;
            var truncated = false;
            try
            {
                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    firstRow ??= watch.Elapsed - sent;
                    if (writer.Rows == options.MaxRows || writer.Bytes >= options.MaxResultBytes)
                    {
                        truncated = true;
                        break;
                    }

                    writer.Append(rows.Current);
                    if (writer.Rows % ProgressEvery == 0)
                    {
                        progress?.Report(writer.Rows);
                    }
                }
            }
            catch (Exception error) when (error is OperationCanceledException || IsOurStop(error, cancellationToken))
            {
                var isConfirmed = await rows.StopAsync().ConfigureAwait(false);
                interruption = Stopped(watch.Elapsed, isConfirmed);
            }
            catch (Exception error) when (DatabaseFailures.Covers(error) && !(isRepeatable && RecoveryConflict.Is(error)))
            {
                interruption = Describe(error, sql, tag, query.ParameterText, BoundedQuery.PrefixLength, count);
            }

            progress?.Report(writer.Rows);
            var result =
                writer.Complete(new ResultFacts(
                    sql.Text, ranAt, clock.Zone, firstRow ?? watch.Elapsed - sent, watch.Elapsed, truncated, rows.CutCells, interruption));
            logger.Ran(tag.Turn, result.RowCount, watch.Elapsed.TotalMilliseconds, truncated, interruption is not null);
            return result;
        }
        catch (Exception error) when (DatabaseFailures.Covers(error) && !(isRepeatable && RecoveryConflict.Is(error)))
        {
            throw Translate(error, sql, tag, query.ParameterText, BoundedQuery.PrefixLength, count, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task<ExportSummary> ExportAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IRowSink sink, CancellationToken cancellationToken)
    {
        var limit = options.ExportMaxRows;
        var query = BoundedQuery.For(sql, limit + 1);
        var watch = Stopwatch.StartNew();
        var count = new StatementClock(options.ExportTimeoutMs, "EXPORT_TIMEOUT_MS");
        try
        {
            var open = await OpenQuery.StartAsync(
                dataSource,
                tag,
                Limits(sql, options.ExportTimeoutMs),
                query,
                new CellCap(options.ExportMaxCellBytes, options.MaxResultBytes),
                count.Sent,
                cancellationToken).ConfigureAwait(false);
            await using var disposal = open.ConfigureAwait(false);
            var rows = open.Rows;
            await sink.BeginAsync(rows.Columns, cancellationToken).ConfigureAwait(false);
            var values = new object?[rows.Columns.Count];
            long written = 0;
            var truncated = false;
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                if (written == limit)
                {
                    truncated = true;
                    break;
                }

                if (sink is ITextRowSink text)
                {
                    await text.WriteTextAsync(rows.Current, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    rows.ReadValues(values);
                    await sink.WriteAsync(values, cancellationToken).ConfigureAwait(false);
                }

                written++;
            }

            await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
            logger.Exported(tag.Turn, written, watch.Elapsed.TotalMilliseconds);
            return new ExportSummary(written, truncated, rows.CutCells);
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            throw Translate(error, sql, tag, query.ParameterText, BoundedQuery.PrefixLength, count, cancellationToken);
        }
    }

    /// <param name="isConfirmed">See <see cref="RowStream.StopAsync"/>.</param>
    private static PipelineFailure Stopped(TimeSpan after, bool isConfirmed)
    {
        var end = isConfirmed ? "the server confirmed" : "the connection broke before the server could confirm";
        return new(
            FailureParty.Caller,
            FailureTypes.Cancelled,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Stopped after {after.TotalSeconds:0.0} s; {end}."));
    }

    private SessionLimits Limits(ApprovedSql sql, int timeoutMs) => new(timeoutMs, options.LockTimeoutMs, sql.SearchPath, clock.Zone)
    {
        RunAs = options.RunAs,
        Definitions = sql.Mark is { } mark ? (mark, sql.Relations) : null,
    };

    /// <summary>The end of our own cancel: the server's answer to it, or a connection that was given up because none came.</summary>
    private static bool IsOurStop(Exception error, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        && error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException and not PostgresException;

    /// <summary>What the caller gets for an error: a failure in words, or the cancellation that it asked for.</summary>
    private Exception Translate(
        Exception error,
        ApprovedSql sql,
        RunTag tag,
        string sent,
        int prefixLength,
        StatementClock clock,
        CancellationToken cancellationToken) =>
            IsOurStop(error, cancellationToken)
                ? new OperationCanceledException(error.Message, error, cancellationToken)
                : new PipelineFailureException(Describe(error, sql, tag, sent, prefixLength, clock), error);

    private PipelineFailure Describe(Exception error, ApprovedSql sql, RunTag tag, string sent, int prefixLength, StatementClock clock)
    {
        var failure = DatabaseFailures.From(error, sent, prefixLength, clock.Read());
        if (failure.Advice is { } advice && sql.HiddenNames.Any(name => advice.Contains(name, StringComparison.Ordinal)))
        {
            failure = failure with { Advice = null };
        }

        // What PostgreSQL says may quote a row's value: invalid input syntax for type integer: "...".
        logger.Failed(error is PostgresException ? null : error, tag.Turn, failure.SqlState, failure.Type);
        return failure;
    }
}
