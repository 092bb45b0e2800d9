using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NlSql.Core.Failures;

namespace NlSql.Core.Pipeline.Databases;

/// <summary>
/// The start-up sequence of a host that stays: connects, reads and indexes in the background so that the first question need not wait, tries
/// again until it succeeds, then looks for schema changes.
/// </summary>
internal sealed class DatabaseWatch(AnalyticsDatabases databases, IOptions<SchemaCheckOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using (var retries = new PeriodicTimer(RetryEvery, time))
        {
            while (!await TryOpenAsync(stoppingToken).ConfigureAwait(false))
            {
                await retries.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
            }
        }

        if (options.Value.CheckSeconds == 0)
        {
            return;
        }

        using var checks = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CheckSeconds), time);
        while (await checks.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            foreach (var database in databases.Opened)
            {
                await database.CheckForChangesAsync(stoppingToken).ConfigureAwait(false);
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
