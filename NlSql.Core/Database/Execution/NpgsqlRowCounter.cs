using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution.Plans;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <inheritdoc cref="IRowCounter" />
internal sealed class NpgsqlRowCounter(IOptions<ExecutionOptions> options, SessionClock clock, TimeProvider time, ILogger<NpgsqlRowCounter> logger)
    : IRowCounter
{
    /// <summary>All steps together may take so many times as long as one statement: they hold one snapshot, which the server cleans nothing up under.</summary>
    private const int StatementTimes = 2;

    private readonly ExecutionOptions options = options.Value;
    private readonly StatementTerms terms = new(options.Value, clock, logger);

    private TimeSpan Patience => TimeSpan.FromMilliseconds((double)StatementTimes * options.StatementTimeoutMs);

    /// <inheritdoc />
    public async Task CountAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql whole,
        IReadOnlyList<ApprovedSql> counts,
        RunTag tag,
        Action<int, long?> counted,
        CancellationToken cancellationToken)
    {
        var count = new StatementClock(options.StatementTimeoutMs, "STATEMENT_TIMEOUT_MS");
        var current = whole;
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var limits = terms.Limits(whole, options.StatementTimeoutMs) with { IsOneSnapshot = true };
            var transaction = await ReadOnlyTransaction.BeginAsync(dataSource, tag, limits, explain: null, limit.Token).ConfigureAwait(false);
            await using var disposal = transaction.ConfigureAwait(false);
            for (var place = 0; place < counts.Count; place++)
            {
                current = counts[place];
                count.Sent();
                var explained = await OneAsync(transaction, StatementTerms.Explain + current.Text, limit.Token).ConfigureAwait(false);
                var plan = PlanReader.Parse((string?)explained);
                if (plan.TotalCost > options.MaxPlanCost)
                {
                    counted(place, null);
                    continue;
                }

                count.Sent();
                var rows = await OneAsync(transaction, current.Text, limit.Token).ConfigureAwait(false);
                counted(place, Convert.ToInt64(rows, CultureInfo.InvariantCulture));
            }
        }
        catch (Exception error) when ((error is OperationCanceledException || StatementTerms.IsStop(error, patience.Token)) && IsOver())
        {
            throw new PipelineFailureException(TookTooLong(), error);
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            throw terms.Translate(error, new SentStatement(current, tag, count), cancellationToken);
        }

        bool IsOver() => patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
    }

    /// <summary>As a batch, so that the driver splits nothing and the server takes one statement only.</summary>
    private async Task<object?> OneAsync(ReadOnlyTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(transaction.Connection) { Timeout = (options.StatementTimeoutMs / 1000) + 10 };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private PipelineFailure TookTooLong() => new(
        FailureParty.Database,
        FailureTypes.StatementTimeout,
        string.Create(CultureInfo.InvariantCulture, $"The count was ended because its steps together took longer than {Patience.TotalSeconds:0.###} s."),
        "Count a part of the statement, or raise STATEMENT_TIMEOUT_MS: all steps together may take twice as long as one statement.");
}
