using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State;

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
        if (busy || ReferenceEquals(shown, Drawing) || Drawing is null || Figure is not null)
        {
            return;
        }

        busy = true;
        shown = Drawing;
        try
        {
            await DrawAsync(Drawing);
        }
        catch (JSException failure)
        {
            // A chart that cannot be drawn must not take the rows with it.
            LogNotDrawn(Log, failure, Drawing.Kind);
            failed = true;
            StateHasChanged();
        }

        busy = false;
    }

    private async Task DrawAsync(ChartDrawing drawing)
    {
        module ??= await Js.ImportAsync(Assets["dist/chart.js"]);
        if (gone)
        {
            return;
        }

        if (handle is null)
        {
            handle = await module.InvokeAsync<IJSObjectReference>("create", host, drawing);
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
