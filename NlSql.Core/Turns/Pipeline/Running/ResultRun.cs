using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Queueing;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>Runs an approved statement and tells how far it is.</summary>
internal sealed class ResultRun(IQueryExecutor executor, ResultStore store, StatementQueues queues)
{
    /// <summary>
    /// Waits for room at the database and tells the place meanwhile, then streams row counts, then <see cref="ResultReady"/>; a stopped run gives what
    /// had come before it ends. A reader that leaves early stops the statement, and has left when it has ended.
    /// </summary>
    public async IAsyncEnumerable<PipelineEvent> RunAsync(
        DatabaseSnapshot database,
        ApprovedSql sql,
        RunTag tag,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var places = LatestOnly<int>();
        var entering = EnterThenCompleteAsync(tag, places.Writer, leaving.Token);
        var isAdmitted = false;
        try
        {
            await foreach (var place in places.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return new StageStarted(
                    PipelineStage.Execution,
                    FormattableString.Invariant($"Waiting for room at the database, place {place} in the queue"));
            }

            isAdmitted = true;
        }
        finally
        {
            if (!isAdmitted)
            {
                await leaving.CancelAsync().ConfigureAwait(false);
                await ((Task)entering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                (entering.IsCompletedSuccessfully ? entering.Result : null)?.Dispose();
            }
        }

        using var room = await entering.ConfigureAwait(false);
        yield return new StageStarted(PipelineStage.Execution, "Running");

        var counts = LatestOnly<long>();
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

    /// <summary>Only the latest is of interest, so a slow reader loses the older ones.</summary>
    private static Channel<T> LatestOnly<T>() => Channel.CreateBounded<T>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private async Task<IDisposable> EnterThenCompleteAsync(RunTag tag, ChannelWriter<int> places, CancellationToken cancellationToken)
    {
        try
        {
            return await queues.Runs.EnterAsync(tag.Analyst, place => places.TryWrite(place), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Complete();
        }
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
            var place = store.Place;
            try
            {
                return await executor.RunAsync(database.DataSource, sql, tag, new ChannelProgress(counts), cancellationToken).ConfigureAwait(false);
            }
            catch (IOException error) when (FullDisk.IsSaidBy(error) && store.TryMakeRoom(place))
            {
                // It only reads: once more, to where there is room.
                return await executor.RunAsync(database.DataSource, sql, tag, new ChannelProgress(counts), cancellationToken).ConfigureAwait(false);
            }
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
