using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;

namespace NlSql.Web.Components.Turns;

/// <summary>Hands a drawing to dist/chart.js and offers it as PNG, which the browser makes and saves by itself.</summary>
public sealed partial class ChartView : IAsyncDisposable
{
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private ChartDrawing? shown;
    private bool busy;
    private bool gone;
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

    public async ValueTask DisposeAsync()
    {
        gone = true;
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
            while (!gone && Figure is null && Drawing is { } next && !ReferenceEquals(shown, next))
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
        if (gone)
        {
            await module.ReleaseAsync();
            return;
        }

        if (handle is null)
        {
            handle = await module.InvokeAsync<IJSObjectReference>("create", host, drawing);
            if (gone)
            {
                await handle.ReleaseAsync(hasDispose: true);
                await module.ReleaseAsync();
            }
        }
        else
        {
            await handle.InvokeVoidAsync("update", drawing);
        }
    }

    [LoggerMessage(7201, LogLevel.Error, "A {Kind} chart could not be drawn")]
    private static partial void LogNotDrawn(ILogger log, Exception failure, string kind);

    private async Task SaveAsync()
    {
        if (handle is not null)
        {
            await handle.InvokeVoidAsync("png", $"{FileName(Spec.Title)}.png");
        }
    }

    private static string FileName(string title)
    {
        var words = string.Concat(title.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')).Trim('-');
        return words.Length == 0 ? "chart" : words[..Math.Min(60, words.Length)];
    }
}
