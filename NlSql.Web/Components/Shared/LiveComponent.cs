using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NlSql.Web.Components.Shared;

/// <summary>
/// A component that loads, listens or speaks to the browser. It owns the cancellation of all that: <see cref="Gone"/> ends with it. Work
/// that nobody awaits is watched here, so that no fault is lost.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource life = new();

    protected LiveComponent() => Gone = life.Token;

    [Inject]
    public required ILogger<LiveComponent> Faults { get; init; }

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>Ends subscriptions and loads, whether or not the browser is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        // Whoever was asked to end may take long to do so: what this component listens to is let go of meanwhile.
        var ending = life.CancelAsync();
        await LeaveAsync();
        await ending;
        life.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Unsubscribes and lets go of what the component holds. Called once.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    /// <summary>Draws again; called on any thread.</summary>
    protected void Redraw() => Background(() =>
    {
        StateHasChanged();
        return Task.CompletedTask;
    });

    /// <summary>Begins work that nobody awaits, on the page's own thread of control; called on any thread, never throws.</summary>
    protected void Background(Func<Task> work) => _ = WatchAsync(work);

    /// <summary>Does work whose fault goes the way of background work's, also where no boundary stands around the component; never throws.</summary>
    protected async Task WatchAsync(Func<Task> work)
    {
        try
        {
            await InvokeAsync(work);
        }
#pragma warning disable CA1031 // Background work is awaited by nobody: a fault that passed here would be lost.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // What ends because the page is left has nobody to be shown to.
            if (!Gone.IsCancellationRequested)
            {
                await ShowAsync(fault);
            }
        }
    }

    /// <summary>What becomes of a fault of background work: it shows in place of the nearest boundary's content, which logs it.</summary>
    protected virtual Task FaultAsync(Exception fault) => DispatchExceptionAsync(fault);

    /// <summary>
    /// Asks the browser for something that the page can do without. A script that fails is logged and takes nothing with it; a browser that
    /// has gone is no error. False when it was not done.
    /// </summary>
    protected async Task<bool> InBrowserAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (JSException fault)
        {
            LogScript(Faults, fault, GetType().Name);
        }
        catch (Exception left) when (left is JSDisconnectedException or OperationCanceledException || Gone.IsCancellationRequested)
        {
            // The page is gone, and its objects with it.
        }

        return false;
    }

    private async Task ShowAsync(Exception fault)
    {
        try
        {
            await FaultAsync(fault);
        }
#pragma warning disable CA1031 // The circuit may end meanwhile; the log is what is left then.
        catch (Exception unshown)
#pragma warning restore CA1031
        {
            LogUnshown(Faults, new AggregateException(fault, unshown), GetType().Name);
        }
    }

    [LoggerMessage(7202, LogLevel.Error, "A script of {Component} failed in the browser")]
    private static partial void LogScript(ILogger log, Exception fault, string component);

    [LoggerMessage(7203, LogLevel.Error, "Background work of {Component} failed and could not be shown")]
    private static partial void LogUnshown(ILogger log, Exception fault, string component);
}
