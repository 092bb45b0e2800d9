using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// What a host that stays does for its database: connects, reads and indexes in the background so that the first question need not wait, tries
/// again until it succeeds, then looks for schema changes now and then, and each second whether it is there.
/// </summary>
internal sealed class DatabaseUpkeep(AnalyticsDatabases databases, IOptions<SchemaCheckOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var ticks = new PeriodicTimer(Tick, time);
        while (!await TryOpenAsync(stoppingToken).ConfigureAwait(false))
        {
            await ticks.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
        }

        var checkedAt = time.GetTimestamp();
        var watchers = new Dictionary<AnalyticsDatabase, DatabaseWatcher>();
        while (await ticks.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var isDue = options.Value.CheckSeconds > 0 && time.GetElapsedTime(checkedAt) >= TimeSpan.FromSeconds(options.Value.CheckSeconds);
            checkedAt = isDue ? time.GetTimestamp() : checkedAt;
            foreach (var database in databases.Opened)
            {
                if (!watchers.TryGetValue(database, out var watcher))
                {
                    watchers[database] = watcher = new DatabaseWatcher(database);
                }

                await watcher.TickAsync(isDue, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The database keeps its own pause between real attempts; asking it early costs nothing.</summary>
    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PipelineFailureException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The database was closed while it opened: the host goes down, for instance because its port is taken.
            return true;
        }
    }
}
