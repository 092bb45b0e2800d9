using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Foundation.Failures;
using NlSql.Web.Components.Shared;

namespace NlSql.Web.Components.Turns;

/// <summary>The question box. Its text belongs to the browser (dist/shell.js), so that typing needs no round trip and survives a reload.</summary>
public sealed partial class Composer : IAsyncDisposable
{
    private ElementReference area;
    private IJSObjectReference? shell;
    private IJSObjectReference? handle;
    private DotNetObjectReference<Composer>? self;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Ask is the page's filled button unless a draft waits.</summary>
    [Parameter]
    public bool HasPrimary { get; set; }

    [Parameter]
    public bool IsFirst { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Why what was typed could not be asked.</summary>
    [Parameter]
    public PipelineFailure? Problem { get; set; }

    [Parameter]
    public EventCallback<string> OnAsk { get; set; }

    [Parameter, EditorRequired]
    public required Func<int, string?> Recall { get; set; }

    [JSInvokable]
    public Task Submit(string question) => InvokeAsync(() => OnAsk.InvokeAsync(question));

    [JSInvokable("Recall")]
    public string? RecallQuestion(int back) => Recall(back);

    public async Task ClearAsync()
    {
        if (handle is not null)
        {
            await handle.InvokeVoidAsync("clear");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await handle.ReleaseAsync(hasDispose: true);
        await shell.ReleaseAsync();
        self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            shell = await Js.ImportAsync(Assets["dist/shell.js"]);
            handle = await shell.InvokeAsync<IJSObjectReference>("composer", area, self);
            await handle.InvokeVoidAsync("ready");
        }
    }

    private async Task SubmitAsync()
    {
        if (handle is not null)
        {
            await handle.InvokeVoidAsync("submit");
        }
    }
}
