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

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _abandoned;
    private readonly ITimer _pacer;
    private TurnView _view;
    private TurnChange? _waiting;
    private bool _pacing;
    private bool _ended;
    private int _viewers;

    internal LiveTurn(TurnView view, TimeProvider clock, ILogger log)
    {
        _view = view;
        _clock = clock;
        _log = log;
        _abandoned = clock.CreateTimer(_ => Stop(), null, Grace, Timeout.InfiniteTimeSpan);
        _pacer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event Action<TurnChange>? Changed;

    public TurnView View
    {
        get
        {
            lock (_gate)
            {
                return _view;
            }
        }
    }

    /// <summary>Completes when the stream has ended and the view is final; never faults.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Asks the pipeline to stop; the executor takes it to the server.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended between the check and the call.
        }
        catch (AggregateException failure)
        {
            // Who was told to stop failed at that. Nobody above could do more about it, least of all a timer.
            LogNotStopped(_log, failure, View.Id);
        }
    }

    /// <summary>Counts a page that looks at this turn until the returned object is disposed.</summary>
    public IDisposable Watch()
    {
        lock (_gate)
        {
            _viewers++;
            if (!_ended)
            {
                _abandoned.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        return new Viewer(this);
    }

    public void Dispose()
    {
        _abandoned.Dispose();
        _pacer.Dispose();
        _stop.Dispose();
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
            await foreach (var happened in events(_stop.Token).WithCancellation(_stop.Token))
            {
                Apply(view => view with { Progress = view.Progress.After(happened) }, TurnChanges.Of(happened));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Apply(view => view with { Progress = view.Progress.Abandoned(), StoppedAfter = _clock.GetUtcNow() - view.StartedAt }, TurnChange.RowCount);
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
        lock (_gate)
        {
            _ended = true;
            _view = final;
        }

        // Nobody else does: the page may be long gone when a turn ends.
        Dispose();
        Raise(TurnChange.Whole);
        _completion.SetResult();
    }

    private void Apply(Func<TurnView, TurnView> change, TurnChange kind)
    {
        lock (_gate)
        {
            _view = change(_view);
            if (kind != TurnChange.Whole)
            {
                if (_waiting is { } other && other != kind)
                {
                    kind = TurnChange.Whole;
                }

                _waiting = kind;
                if (!_pacing)
                {
                    _pacing = true;
                    _pacer.Change(Pace, Timeout.InfiniteTimeSpan);
                }

                return;
            }

            _waiting = null;
        }

        Raise(kind);
    }

    private void Flush()
    {
        TurnChange? waiting;
        lock (_gate)
        {
            waiting = _waiting;
            _waiting = null;
            _pacing = false;
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
                LogNotTaken(_log, failure, View.Id);
            }
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _viewers--;
            if (_viewers == 0 && !_ended)
            {
                _abandoned.Change(Grace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    [LoggerMessage(7103, LogLevel.Error, "A page failed to take a change of turn {TurnId}")]
    private static partial void LogNotTaken(ILogger log, Exception failure, string turnId);

    [LoggerMessage(7104, LogLevel.Error, "What works for turn {TurnId} failed when it was told to stop")]
    private static partial void LogNotStopped(ILogger log, Exception failure, string turnId);

    private sealed class Viewer(LiveTurn turn) : IDisposable
    {
        private LiveTurn? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Leave();
    }
}
