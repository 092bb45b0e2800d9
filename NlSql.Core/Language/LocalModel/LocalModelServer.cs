using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.LocalModel;

/// <summary>
/// One model, whose process is started with its first use and again after it ended, with pauses that grow while it goes on ending. HTTP reaches it
/// through <see cref="ConnectAsync"/>, so that everything above sees an endpoint like any other.
/// </summary>
internal sealed class LocalModelServer(LocalModelPlan plan, string? programFolder, TimeProvider time, ILogger<LocalModelServer> logger) : IAsyncDisposable
{
    /// <summary>Where requests go; what counts is the connection, not the name.</summary>
    public static readonly Uri Address = new("http://localhost/v1");

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A process that lived so long has not ended because of how it was started.</summary>
    private static readonly TimeSpan SoundLife = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MemoryPoll = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private LocalModelProcess? current;
    private Task? keeping;
    private TimeSpan pause = FirstPause;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;

    public LocalModelPlan Plan => plan;

    /// <summary>The running process; null when there is none.</summary>
    public LocalModelProcess? Process => current is { HasEnded: false } running ? running : null;

    /// <summary>
    /// The process, loaded. Throws <see cref="PipelineFailureException"/> (party Model) when it cannot be had, and at once during the pause after it
    /// ended: whoever asks has others to ask.
    /// </summary>
    /// <param name="progress">Told how far loading has come, in words for people.</param>
    public async Task<LocalModelProcess> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Process is { } running)
        {
            return running;
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Process is { } other)
            {
                return other;
            }

            if (notBefore - time.GetUtcNow() is { Ticks: > 0 } left)
            {
                throw LocalModelFailures.Pausing(plan.File.Name, left);
            }

            return current = await LaunchAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>How many questions would be answered before one that comes now; 0 when nothing runs yet or nobody can tell.</summary>
    public async Task<int> AheadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Process is { } running && await running.LoadAsync(cancellationToken).ConfigureAwait(false) is var (busy, waiting)
                ? Math.Max(0, busy + waiting - plan.Slots + 1)
                : 0;
        }
        catch (Exception e) when (e is HttpRequestException or ObjectDisposedException)
        {
            // It ended meanwhile.
            return 0;
        }
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>. Throws as <see cref="StartAsync"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) =>
        await (await StartAsync(null, cancellationToken).ConfigureAwait(false)).ConnectAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        if (keeping is not null)
        {
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (current is not null)
        {
            await current.DisposeAsync().ConfigureAwait(false);
        }

        gate.Dispose();
        stopping.Dispose();
    }

    private async Task<LocalModelProcess> LaunchAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var began = time.GetTimestamp();
        try
        {
            var started = await LocalModelProcess
                .StartAsync(programFolder ?? throw LocalModelFailures.NoProgram(), plan, progress, time, either.Token)
                .ConfigureAwait(false);
            LocalModelLog.Started(logger, plan.File.Name, (long)time.GetElapsedTime(began).TotalMilliseconds, started.Id);
            keeping = KeepAsync(started, stopping.Token);
            return started;
        }
        catch (PipelineFailureException e)
        {
            LocalModelLog.StartFailed(logger, plan.File.Name, e.Failure.Message);
            PauseLonger();
            throw;
        }
    }

    /// <summary>Watches a process until it ends, and starts another one after a pause.</summary>
    private async Task KeepAsync(LocalModelProcess process, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var ending = process.EndAsync(cancellationToken);
        while (!ending.IsCompleted)
        {
            if (process.ResidentBytes() is var bytes && bytes > plan.MemoryBytes)
            {
                LocalModelLog.TooLarge(logger, plan.File.Name, bytes / 1_000_000);
                process.Kill();
            }

            await Task.WhenAny(ending, Task.Delay(MemoryPoll, time, cancellationToken)).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(began) > SoundLife)
        {
            pause = FirstPause;
        }

        var waiting = pause;
        PauseLonger();
        LocalModelLog.Ended(logger, plan.File.Name, waiting.TotalSeconds, process.LastWords);
        await process.DisposeAsync().ConfigureAwait(false);

        // A timer may fire a little before the clock says so: started then, it would be refused, and nothing would start it again.
        for (var left = waiting; left > TimeSpan.Zero; left = notBefore - time.GetUtcNow())
        {
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // Followed by the keeper of the new process, whom it starts.
            await StartAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException)
        {
            // It is in the log; the next question tries again.
        }
    }

    private void PauseLonger()
    {
        notBefore = time.GetUtcNow() + pause;
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
    }
}
