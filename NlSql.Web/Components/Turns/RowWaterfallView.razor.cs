using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Components.Shared;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>Where the rows of the SQL come from and where they go: counted when asked for, step after step, for the text that stands in the editor.</summary>
public sealed partial class RowWaterfallView : LiveComponent
{
    private readonly CancellationSeries counts = new();
    private Waterfall? shown;
    private PipelineFailure? failure;
    private string counted = "";
    private bool isBusy;
    private bool wasStopped;
    private bool focusHeading;
    private bool focusOpening;
    private bool hasEnded;
    private ElementReference heading;
    private ElementReference opening;

    [Inject]
    public required IRowWaterfall Waterfalls { get; init; }

    [Inject]
    public required IAnalyst Analyst { get; init; }

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required TurnState Turn { get; set; }

    private string HeadingId => $"waterfall-{Turn.View.Id}";

    private string Status => shown?.Waiting ?? (shown is { } steps
        ? string.Create(CultureInfo.InvariantCulture, $"{steps.Done} of {steps.Steps.Count} counted")
        : "Reading the statement");

    private long Most => Math.Max(1, shown?.Steps.Max(step => step.Rows) ?? 1);

    protected override ValueTask LeaveAsync()
    {
        counts.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void OnParametersSet()
    {
        // Numbers of another text would be read as this one's.
        if (counted.Length > 0 && !string.Equals(counted, Turn.Sql, StringComparison.Ordinal))
        {
            Clear();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusHeading)
        {
            // The button that was pressed has gone.
            focusHeading = false;
            await InBrowserAsync(() => heading.FocusAsync(preventScroll: true).AsTask());
        }

        if (focusOpening)
        {
            focusOpening = false;
            await InBrowserAsync(() => opening.FocusAsync(preventScroll: true).AsTask());
        }

        if (hasEnded)
        {
            // Who waited on Stop is not left with nothing; who went on elsewhere is left alone.
            hasEnded = false;
            await InBrowserAsync(() => Js.CallAsync(Assets["dist/shell.js"], "focusIfLost", HeadingId));
        }
    }

    private async Task CountAsync()
    {
        var latest = counts.Next();
        (shown, failure, counted, isBusy, wasStopped, focusHeading) = (null, null, Turn.Sql, true, false, true);
        try
        {
            var request = new WaterfallRequest(Turn.Sql, Analyst.Name, TurnOrigin.Page, Turn.View.Id, Turn.View.ConversationId);
            var done = await Waterfalls.CountAsync(request, new EachState(this, latest), latest);
            if (!latest.IsCancellationRequested)
            {
                (shown, failure) = (done, done.Failure);
            }
        }
        catch (OperationCanceledException) when (latest.IsCancellationRequested)
        {
            // Stopped, counted again, or the page is gone.
        }
        catch (PipelineFailureException failed)
        {
            failure = latest.IsCancellationRequested ? failure : failed.Failure;
        }
        finally
        {
            hasEnded = !latest.IsCancellationRequested;
            isBusy = isBusy && latest.IsCancellationRequested;
        }
    }

    private void Stop()
    {
        counts.Next();
        (isBusy, wasStopped, focusHeading) = (false, true, true);
    }

    private void Close()
    {
        Clear();
        focusOpening = true;
    }

    private void Clear()
    {
        counts.Next();
        (shown, failure, counted, isBusy, wasStopped) = (null, null, "", false, false);
    }

    private string Rows(WaterfallStep step) => step.Rows is { } rows ? Numbers.Write(rows, "N0") : step.IsLeftOut ? "too costly" : isBusy ? "…" : "–";

    private string Width(WaterfallStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"width: {100.0 * (step.Rows ?? 0) / Most:0.##}%");

    private static string? Mark(WaterfallStep step) => step.Effect switch
    {
        WaterfallEffect.Multiplied => "rows multiply",
        WaterfallEffect.Lost => "rows without a match go",
        WaterfallEffect.Emptied => "no row is left",
        _ => null,
    };

    private sealed class EachState(RowWaterfallView view, CancellationToken latest) : IProgress<Waterfall>
    {
        public void Report(Waterfall value) => view.Background(() =>
        {
            if (!latest.IsCancellationRequested && view.isBusy)
            {
                view.shown = value;
                view.StateHasChanged();
            }

            return Task.CompletedTask;
        });
    }
}
