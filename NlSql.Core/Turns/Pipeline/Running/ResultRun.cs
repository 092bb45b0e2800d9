using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NlSql.Core.Database.Execution;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>Runs an approved statement and tells how far it is.</summary>
internal sealed class ResultRun(IQueryExecutor executor)
{
    /// <summary>
    /// Streams row counts, then <see cref="ResultReady"/>; a stopped run gives what had come before it ends. A reader that leaves early stops
    /// the statement, and has left when it has ended.
    /// </summary>
    public async IAsyncEnumerable<PipelineEvent> RunAsync(
        DatabaseSnapshot database,
        ApprovedSql sql,
        RunTag tag,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new StageStarted(PipelineStage.Execution, "Running");

        // Only the latest count is of interest, so a slow reader loses the older ones.
        var counts = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = RunThenCompleteAsync(database, sql, tag, counts.Writer, leaving.Token);
        var isRead = false;
        try
        {
            await foreach (var rows in counts.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return new RowsCounted(rows);
            }

            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                await leaving.CancelAsync().ConfigureAwait(false);
                await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        var result = await run.ConfigureAwait(false);
        yield return new ResultReady(result) { Duration = result.Duration };
    }

    private async Task<StoredResult> RunThenCompleteAsync(
        DatabaseSnapshot database,
        ApprovedSql sql,
        RunTag tag,
        ChannelWriter<long> counts,
        CancellationToken cancellationToken)
    {
        try
        {
            return await executor.RunAsync(database.DataSource, sql, tag, new ChannelProgress(counts), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            counts.Complete();
        }
    }

    private sealed class ChannelProgress(ChannelWriter<long> counts) : IProgress<long>
    {
        public void Report(long value) => counts.TryWrite(value);
    }
}
