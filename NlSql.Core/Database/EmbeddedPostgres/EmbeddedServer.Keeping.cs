using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <content>Looks after the server once it runs.</content>
internal sealed partial class EmbeddedServer
{
    private static readonly TimeSpan KeepPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Runs as long as this object: sees to it that there is a server, and that <see cref="current"/> tells where.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(KeepPoll, time);
        var pause = KeepPoll;
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (process is { HasEnded: false })
            {
                continue;
            }

            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await RestoreAsync(cancellationToken).ConfigureAwait(false);
                pause = KeepPoll;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // What nobody expected, too: nobody but this loop would ever start the server again.
                EmbeddedServerLog.RestartFailed(logger, e is PipelineFailureException ? null : e, e.Message);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            finally
            {
                gate.Release();
            }

            if (pause > KeepPoll)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Starts the server again that ended, or in the place of an owner that ended; follows the owner where it has moved to.</summary>
    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (process is { HasEnded: true } ended)
        {
            EmbeddedServerLog.Ended(logger, ended.LastWords);
            current = null;
            process = null;
            await ended.DisposeAsync().ConfigureAwait(false);
        }

        if (ownerLock is not null || TryOwn())
        {
            current = null;
            current = await StartOwnAsync(null, cancellationToken).ConfigureAwait(false);
        }
        else if (EmbeddedServerState.Read(folder!.StateFile) is { } state && state != current)
        {
            current = state;
        }
    }
}
