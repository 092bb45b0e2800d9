using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Tries a draft for voting: through the guard, read-only, for a few rows and seconds. The rows go no further.</summary>
internal sealed class DraftGlimpse(ISqlGuard guard, IQueryExecutor executor, TimeProvider time)
{
    /// <summary>A result with more rows is not compared.</summary>
    private const int MostRows = 2_000;

    /// <summary>The planner's unit; what costs more is not tried.</summary>
    private const double HighestCost = 500_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null where it may not run, fails, or is too much for a trial.</summary>
    public async ValueTask<ResultGlimpse?> LookAsync(DatabaseSnapshot database, string sql, RunTag tag, CancellationToken cancellationToken)
    {
        if (guard.Check(sql, database.Scope) is not GuardApproval { Sql: var approved })
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var estimate = await executor.EstimateAsync(database.DataSource, approved, tag, limit.Token).ConfigureAwait(false);
            if (estimate.ExceedsCeiling || estimate.Cost > HighestCost)
            {
                return null;
            }

            var rows = new RowHashes(limit);
            await executor.ExportAsync(database.DataSource, approved, tag, rows, limit.Token).ConfigureAwait(false);
            return rows.Glimpse;
        }
        catch (PipelineFailureException exception) when (exception.Failure.Party is FailureParty.Database or FailureParty.Caller)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed class RowHashes(CancellationTokenSource limit) : IRowSink
    {
        private readonly List<string> hashes = [];
        private int columns;

        public ResultGlimpse Glimpse => new(
            Hash(string.Join('\n', hashes.Order(StringComparer.Ordinal).Prepend(FormattableString.Invariant($"{columns}")))), hashes.Count, columns);

        public ValueTask BeginAsync(IReadOnlyList<ResultColumn> columns, CancellationToken cancellationToken)
        {
            this.columns = columns.Count;
            return ValueTask.CompletedTask;
        }

        public async ValueTask WriteAsync(object?[] row, CancellationToken cancellationToken)
        {
            hashes.Add(Hash(string.Join('\u001f', row.Select(cell => cell is null ? "\0" : CellText.Of(cell)))));
            if (hashes.Count > MostRows)
            {
                await limit.CancelAsync().ConfigureAwait(false);
                limit.Token.ThrowIfCancellationRequested();
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
