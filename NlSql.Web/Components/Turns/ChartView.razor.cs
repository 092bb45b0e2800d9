using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;

namespace NlSql.Web.Components.Turns;

/// <summary>Hands a drawing to dist/chart.js and offers it as PNG, which the browser makes and saves by itself.</summary>
public sealed partial class ChartView : LiveComponent
{
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private ChartDrawing? shown;
    private bool busy;
    private bool failed;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required ILogger<ChartView> Log { get; init; }

    [Parameter, EditorRequired]
    public required ChartSpec Spec { get; set; }

    [Parameter]
    public ChartDrawing? Drawing { get; set; }

    /// <summary>The one number, for a chart that is a figure.</summary>
    [Parameter]
    public string? Figure { get; set; }

    protected override async ValueTask LeaveAsync()
    {
        await handle.ReleaseAsync(hasDispose: true);
        await module.ReleaseAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        try
        {
            // Another drawing may come while one is being drawn.
            while (!Gone.IsCancellationRequested && Figure is null && Drawing is { } next && !ReferenceEquals(shown, next))
            {
                shown = next;
                await DrawAsync(next);
            }
        }
        catch (JSException failure)
        {
            // A chart that cannot be drawn must not take the rows with it.
            LogNotDrawn(Log, failure, shown!.Kind);
            failed = true;
            StateHasChanged();
        }
        catch (Exception left) when (left is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and its objects with it.
        }
        finally
        {
            busy = false;
        }
    }

    private async Task DrawAsync(ChartDrawing drawing)
    {
        module ??= await Js.ImportAsync(Assets["dist/chart.js"]);
        if (Gone.IsCancellationRequested)
        {
            await module.ReleaseAsync();
            return;
        }

        if (handle is null)
        {
            // Without a token: a call that is given up leaves its object in the browser with nobody to let go of it.
            handle = await module.InvokeAsync<IJSObjectReference>("create", CancellationToken.None, host, drawing);
            if (Gone.IsCancellationRequested)
            {
                await handle.ReleaseAsync(hasDispose: true);
                await module.ReleaseAsync();
            }
        }
        else
        {
            await handle.InvokeVoidAsync("update", Gone, drawing);
        }
    }

    [LoggerMessage(7201, LogLevel.Error, "A {Kind} chart could not be drawn")]
    private static partial void LogNotDrawn(ILogger log, Exception failure, string kind);

    private async Task SaveAsync()
    {
        if (handle is not null)
        {
            await InBrowserAsync(async () => await handle.InvokeVoidAsync("png", Gone, $"{FileName(Spec.Title)}.png"));
        }
    }

    private static string FileName(string title)
    {
        var words = string.Concat(title.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')).Trim('-');
        return words.Length == 0 ? "chart" : words[..Math.Min(60, words.Length)];
    }
}
