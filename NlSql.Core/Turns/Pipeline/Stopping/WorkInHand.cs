using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Stopping;

/// <summary>
/// What the process is doing for its callers, and the word that it has to end: a host that goes down says it once, what runs is cancelled at the
/// database and at the model, each caller is told so, and the host waits until everything is written down. Thread-safe.
/// </summary>
public sealed class WorkInHand : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    /// <summary>What a caller hears whose question or export is ended so, or who comes later.</summary>
    public static PipelineFailure Failure { get; } = new(
        FailureParty.Infrastructure,
        FailureTypes.Stopping,
        "NlSql is stopping; what was running for you has been cancelled.",
        "Send it again when NlSql is back.",
        IsTransient: true);

    /// <summary>Cancelled when the process goes down.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Counts something until the returned object is disposed.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            count++;
        }

        return new Piece(this);
    }

    /// <summary>Cancels everything, at once and for good.</summary>
    public void Stop()
    {
        stopping.Cancel();
        lock (gate)
        {
            CompleteWhenIdle();
        }
    }

    /// <summary>Waits until nothing is counted any more. Only after <see cref="Stop"/>: until then there is always more to come.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => idle.Task.WaitAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose() => stopping.Dispose();

    private void End()
    {
        lock (gate)
        {
            count--;
            CompleteWhenIdle();
        }
    }

    private void CompleteWhenIdle()
    {
        if (count == 0 && stopping.IsCancellationRequested)
        {
            idle.TrySetResult();
        }
    }

    private sealed class Piece(WorkInHand work) : IDisposable
    {
        private WorkInHand? work = work;

        public void Dispose() => Interlocked.Exchange(ref work, null)?.End();
    }
}
