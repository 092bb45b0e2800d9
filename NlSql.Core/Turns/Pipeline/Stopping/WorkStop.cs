using Microsoft.Extensions.Hosting;

namespace NlSql.Core.Turns.Pipeline.Stopping;

/// <summary>For hosts that stay: cancels what runs as soon as the host is told to stop, and has the host wait until its turns are recorded.</summary>
internal sealed class WorkStop(WorkInHand work, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration registration;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = lifetime.ApplicationStopping.Register(work.Stop);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await registration.DisposeAsync().ConfigureAwait(false);
        work.Stop();
        await ((Task)work.WhenIdleAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
