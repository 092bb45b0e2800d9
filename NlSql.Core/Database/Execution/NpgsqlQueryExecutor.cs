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
    private readonly StatementTerms terms = new(options.Value, clock, logger);

    /// <inheritdoc />
    public async Task<PlanEstimate> EstimateAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken)
    {
        var query = BoundedQuery.For(sql, options.MaxRows + 1L);
        var sent = StatementTerms.Explain + query.LiteralText;
        var count = new StatementClock(options.ExplainTimeoutMs, "EXPLAIN_TIMEOUT_MS");
        try
        {
            return await RecoveryConflict.TwiceAsync(_ => PlanAsync(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            // A standby's end comes out of the second time only.
            var statement = new SentStatement(sql, tag, count)
            {
                Text = sent,
                PrefixLength = StatementTerms.Explain.Length + BoundedQuery.PrefixLength,
                IsRepetition = true,
            };
            throw terms.Translate(error, statement, cancellationToken);
        }

        async Task<PlanEstimate> PlanAsync()
        {
            var transaction = await ReadOnlyTransaction.BeginAsync(
                dataSource,
                tag,
                terms.Limits(sql, options.ExplainTimeoutMs),
                new Explanation(sent, count.Sent),
                cancellationToken).ConfigureAwait(false);
            await using var disposal = transaction.ConfigureAwait(false);
            var plan = PlanReader.Parse(transaction.Plan);
            var relations = await PlannedRelations.ReadAsync(plan, questions => transaction.EndAsync(questions, cancellationToken)).ConfigureAwait(false);
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
        var statement = new SentStatement(sql, tag, count)
        {
            Text = query.ParameterText,
            PrefixLength = BoundedQuery.PrefixLength,
            IsRepetition = !isRepeatable,
        };
        try
        {
            var sent = TimeSpan.Zero;
            var open = await OpenQuery.StartAsync(
                dataSource,
                tag,
                terms.Limits(sql, options.StatementTimeoutMs),
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
            catch (Exception error) when (error is OperationCanceledException || StatementTerms.IsStop(error, cancellationToken))
            {
                var isConfirmed = await rows.StopAsync().ConfigureAwait(false);
                interruption = Stopped(watch.Elapsed, isConfirmed);
            }
            catch (Exception error) when (DatabaseFailures.Covers(error) && !IsToBeRepeated(error))
            {
                interruption = terms.Describe(error, statement);
            }

            progress?.Report(writer.Rows);
            var result =
                writer.Complete(new ResultFacts(
                    sql.Text, ranAt, clock.Zone, firstRow ?? watch.Elapsed - sent, watch.Elapsed, truncated, rows.CutCells, interruption));
            logger.Ran(tag.Turn, result.RowCount, watch.Elapsed.TotalMilliseconds, truncated, interruption is not null);
            return result;
        }
        catch (Exception error) when (DatabaseFailures.Covers(error) && !IsToBeRepeated(error))
        {
            throw terms.Translate(error, statement, cancellationToken);
        }

        // Who has stopped it wants no second time, and keeps what came of the first.
        bool IsToBeRepeated(Exception error) => isRepeatable && RecoveryConflict.Is(error) && !cancellationToken.IsCancellationRequested;
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
                terms.Limits(sql, options.ExportTimeoutMs),
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
            var statement = new SentStatement(sql, tag, count) { Text = query.ParameterText, PrefixLength = BoundedQuery.PrefixLength };
            throw terms.Translate(error, statement, cancellationToken);
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
}
