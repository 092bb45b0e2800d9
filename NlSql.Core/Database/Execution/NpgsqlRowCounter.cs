using System.Globalization;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution.Plans;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <inheritdoc cref="IRowCounter" />
internal sealed class NpgsqlRowCounter(IOptions<ExecutionOptions> options, SessionClock clock) : IRowCounter
{
    private readonly ExecutionOptions options = options.Value;

    /// <inheritdoc />
    public async Task CountAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql whole,
        IReadOnlyList<ApprovedSql> counts,
        RunTag tag,
        Action<int, long?> counted,
        CancellationToken cancellationToken)
    {
        var limits = new SessionLimits(options.StatementTimeoutMs, options.LockTimeoutMs, whole.SearchPath, clock.Zone)
        {
            RunAs = options.RunAs,
            Definitions = whole.Mark is { } mark ? (mark, whole.Relations) : null,
            IsOneSnapshot = true,
        };
        var time = new StatementClock(options.StatementTimeoutMs, "STATEMENT_TIMEOUT_MS");
        var current = whole;
        try
        {
            var transaction = await ReadOnlyTransaction.BeginAsync(dataSource, tag, limits, explain: null, cancellationToken).ConfigureAwait(false);
            await using var disposal = transaction.ConfigureAwait(false);
            for (var place = 0; place < counts.Count; place++)
            {
                current = counts[place];
                time.Sent();
                var explained = await OneAsync(transaction, "EXPLAIN (FORMAT JSON) " + current.Text, cancellationToken).ConfigureAwait(false);
                var plan = PlanReader.Parse((string?)explained);
                if (plan.TotalCost > options.MaxPlanCost)
                {
                    counted(place, null);
                    continue;
                }

                time.Sent();
                var rows = await OneAsync(transaction, current.Text, cancellationToken).ConfigureAwait(false);
                counted(place, Convert.ToInt64(rows, CultureInfo.InvariantCulture));
            }
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            throw IsOurStop(error, cancellationToken)
                ? new OperationCanceledException(error.Message, error, cancellationToken)
                : new PipelineFailureException(Describe(error, current, time), error);
        }
    }

    /// <summary>As a batch, so that the driver splits nothing and the server takes one statement only.</summary>
    private async Task<object?> OneAsync(ReadOnlyTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(transaction.Connection) { Timeout = (options.StatementTimeoutMs / 1000) + 10 };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOurStop(Exception error, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        && error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException and not PostgresException;

    private static PipelineFailure Describe(Exception error, ApprovedSql sql, StatementClock time)
    {
        var failure = DatabaseFailures.From(error, time: time.Read());
        return failure.Advice is { } advice && sql.HiddenNames.Any(name => advice.Contains(name, StringComparison.Ordinal))
            ? failure with { Advice = null }
            : failure;
    }
}
