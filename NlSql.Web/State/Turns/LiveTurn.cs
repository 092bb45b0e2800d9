using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Turns;

/// <summary>
/// One half of a turn that is going on. It belongs to no circuit: pages come and go as viewers, and when none has looked at it for
/// <see cref="Grace"/>, it is stopped. Thread-safe; <see cref="Changed"/> is raised on any thread, and a page that throws there harms no other.
/// </summary>
public sealed partial class LiveTurn : IDisposable
{
    /// <summary>How long a run outlives its last viewer: long enough for a reload or a short loss of the network.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Text that streams is shown at most this often.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private readonly ITimer abandoned;
    private readonly ITimer pacer;
    private TurnView view;
    private TurnChange? waiting;
    private bool pacing;
    private bool ended;
    private int viewers;

    internal LiveTurn(TurnView view, TimeProvider clock, ILogger log)
    {
        this.view = view;
        this.clock = clock;
        this.log = log;
        abandoned = clock.CreateTimer(_ => Stop(), null, Grace, Timeout.InfiniteTimeSpan);
        pacer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event Action<TurnChange>? Changed;

    public TurnView View
    {
        get
        {
            lock (gate)
            {
                return view;
            }
        }
    }

    /// <summary>Completes when the stream has ended and the view is final; never faults.</summary>
    public Task Completion => completion.Task;

    /// <summary>Asks the pipeline to stop; the executor takes it to the server.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended between the check and the call.
        }
        catch (AggregateException failure)
        {
            // Who was told to stop failed at that. Nobody above could do more about it, least of all a timer.
            LogNotStopped(log, failure, View.Id);
        }
    }

    /// <summary>Counts a page that looks at this turn until the returned object is disposed.</summary>
    public IDisposable Watch()
    {
        lock (gate)
        {
            viewers++;
            if (!ended)
            {
                abandoned.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        return new Viewer(this);
    }

    public void Dispose()
    {
        abandoned.Dispose();
        pacer.Dispose();
        stop.Dispose();
    }

    /// <summary>Starts reading; <paramref name="settle"/> gives the stored turn's view once the stream has ended.</summary>
    internal void Start(Func<CancellationToken, IAsyncEnumerable<PipelineEvent>> events, Func<TurnView, Exception?, Task<TurnView>> settle) =>
        // Not the token of the turn: one that is stopped before it began has to end like any other.
        _ = Task.Run(() => PumpAsync(events, settle), CancellationToken.None);

    private async Task PumpAsync(Func<CancellationToken, IAsyncEnumerable<PipelineEvent>> events, Func<TurnView, Exception?, Task<TurnView>> settle)
    {
        Exception? unexpected = null;
        try
        {
            await foreach (var happened in events(stop.Token).WithCancellation(stop.Token))
            {
                Apply(view => view with { Progress = view.Progress.After(happened) }, TurnChanges.Of(happened));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Apply(view => view with { Progress = view.Progress.Abandoned(), StoppedAfter = clock.GetUtcNow() - view.StartedAt }, TurnChange.RowCount);
        }
        catch (PipelineFailureException failed)
        {
            Apply(view => view with { Progress = view.Progress.Failed(failed.Failure) }, TurnChange.RowCount);
        }
#pragma warning disable CA1031 // Whatever it is, the page must leave its busy state and say so.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            unexpected = failure;
        }

        var final = await settle(View, unexpected);
        lock (gate)
        {
            ended = true;
            this.view = final;
        }

        // Nobody else does: the page may be long gone when a turn ends.
        Dispose();
        Raise(TurnChange.Whole);
        completion.SetResult();
    }

    private void Apply(Func<TurnView, TurnView> change, TurnChange kind)
    {
        lock (gate)
        {
            view = change(view);
            if (kind != TurnChange.Whole)
            {
                if (waiting is { } other && other != kind)
                {
                    kind = TurnChange.Whole;
                }

                waiting = kind;
                if (!pacing)
                {
                    pacing = true;
                    pacer.Change(Pace, Timeout.InfiniteTimeSpan);
                }

                return;
            }

            waiting = null;
        }

        Raise(kind);
    }

    private void Flush()
    {
        TurnChange? waiting;
        lock (gate)
        {
            waiting = this.waiting;
            this.waiting = null;
            pacing = false;
        }

        if (waiting is { } kind)
        {
            Raise(kind);
        }
    }

    // The pump and a timer call this: a page that throws must neither end the turn for the others nor the process.
    private void Raise(TurnChange kind)
    {
        foreach (var page in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                page(kind);
            }
#pragma warning disable CA1031 // Whatever a page does wrong is the page's own affair.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotTaken(log, failure, View.Id);
            }
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            viewers--;
            if (viewers == 0 && !ended)
            {
                abandoned.Change(Grace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    [LoggerMessage(7103, LogLevel.Error, "A page failed to take a change of turn {TurnId}")]
    private static partial void LogNotTaken(ILogger log, Exception failure, string turnId);

    [LoggerMessage(7104, LogLevel.Error, "What works for turn {TurnId} failed when it was told to stop")]
    private static partial void LogNotStopped(ILogger log, Exception failure, string turnId);

    private sealed class Viewer(LiveTurn turn) : IDisposable
    {
        private LiveTurn? turn = turn;

        public void Dispose() => Interlocked.Exchange(ref turn, null)?.Leave();
    }
}
