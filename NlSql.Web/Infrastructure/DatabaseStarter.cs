using NlSql.Core.Failures;
using NlSql.Core.Pipeline;

namespace NlSql.Web.Infrastructure;

/// <summary>Connects, reads and indexes in the background, so that the page is there at once; /readyz tells how far it is.</summary>
internal sealed partial class DatabaseStarter(IAnalyticsDatabases databases, TimeProvider time, ILogger<DatabaseStarter> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Let the server start listening first.
        await Task.Yield();
        var wait = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var started = time.GetTimestamp();
                var snapshot = await databases.Default.GetAsync(stoppingToken);
                LogReady(databases.Default.DisplayName, snapshot.Catalog.Tables.Count, (long)time.GetElapsedTime(started).TotalMilliseconds);
                return;
            }
            catch (PipelineFailureException exception)
            {
                LogFailed(databases.Default.DisplayName, exception.Failure.Message, exception.Failure.Advice, wait.TotalSeconds);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        }
    }

    [LoggerMessage(9001, LogLevel.Information, "{Database} is ready: {Tables} tables, after {Milliseconds} ms")]
    private partial void LogReady(string database, int tables, long milliseconds);

    [LoggerMessage(9002, LogLevel.Warning, "{Database} is not usable: {Message} {Advice} Trying again in {Seconds} s")]
    private partial void LogFailed(string database, string message, string? advice, double seconds);
}
