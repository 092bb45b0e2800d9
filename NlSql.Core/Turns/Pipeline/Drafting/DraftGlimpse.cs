using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Turns.Pipeline.Probing;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>
/// Tries a draft for voting, for a few rows and seconds, in which it may have to wait for room (<see cref="StatementProbe"/>). The rows go no further.
/// </summary>
internal sealed class DraftGlimpse(StatementProbe probe, TimeProvider time)
{
    /// <summary>A result with more rows is not compared.</summary>
    private const int MostRows = 2_000;

    /// <summary>The planner's unit; what costs more is not tried.</summary>
    private const double HighestCost = 500_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Without rows where it may not run, fails, or is too much for a trial; told apart where it found no room or took too long.</summary>
    public async ValueTask<DraftTrial> LookAsync(DatabaseSnapshot database, Probe draft, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var rows = new RowHashes(limit);
            var isTried = await probe.TryAsync(database, draft with { HighestCost = HighestCost }, rows, limit.Token).ConfigureAwait(false);
            return new DraftTrial(isTried ? rows.Glimpse : null);
        }
        catch (PipelineFailureException error) when (error.Failure.Type is FailureTypes.Busy or FailureTypes.SqlGuardBusy)
        {
            return new DraftTrial(null) { IsOverloaded = true };
        }
        catch (PipelineFailureException error) when (error.Failure.Party is FailureParty.Database or FailureParty.Caller)
        {
            return new DraftTrial(null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time was over, or the rows were too many.
            return new DraftTrial(null) { IsOverloaded = patience.IsCancellationRequested };
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
