using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Sql.Guarding;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Database;

namespace NlSql.Web.Components.Turns;

/// <summary>CodeMirror (dist/sql-editor.js). The text goes to the browser only when it differs from what the browser sent.</summary>
public sealed partial class SqlEditor : IAsyncDisposable
{
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private DotNetObjectReference<SqlEditor>? self;
    private string shown = "";
    private bool shownReadOnly;
    private GuardRefusal? shownRefusal;
    private bool starting;
    private bool gone;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter]
    public string Text { get; set; } = "";

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Its span is underlined.</summary>
    [Parameter]
    public GuardRefusal? Refusal { get; set; }

    [Parameter, EditorRequired]
    public required CompletionSchema Schema { get; set; }

    [Parameter]
    public EventCallback<string> OnEdit { get; set; }

    [Parameter]
    public EventCallback OnRunKey { get; set; }

    [JSInvokable]
    public Task OnChanged(string text) => InvokeAsync(() =>
    {
        shown = text;
        return OnEdit.InvokeAsync(text);
    });

    [JSInvokable]
    public Task OnRun() => InvokeAsync(OnRunKey.InvokeAsync);

    /// <summary>Sends what was typed in the last quarter of a second.</summary>
    public async Task FlushAsync()
    {
        if (handle is not null)
        {
            await handle.InvokeVoidAsync("flush");
        }
    }

    public async ValueTask DisposeAsync()
    {
        gone = true;
        await handle.ReleaseAsync(hasDispose: true);
        await module.ReleaseAsync();
        self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await StartAsync();
        }
        else if (handle is not null && !starting)
        {
            await SyncAsync();
        }
    }

    private async Task StartAsync()
    {
        starting = true;
        try
        {
            module = await Js.ImportAsync(Assets["dist/sql-editor.js"]);
            self = DotNetObjectReference.Create(this);
            (shown, shownReadOnly) = (Text, ReadOnly);
            handle = gone ? null : await module.InvokeAsync<IJSObjectReference>("create", host, self, new { text = Text, readOnly = ReadOnly, schema = Schema.Tables, defaultSchema = Schema.DefaultSchema, label = "SQL" });
            if (gone)
            {
                await DisposeAsync();
                return;
            }
        }
        catch (Exception left) when (left is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and its objects with it.
            return;
        }
        finally
        {
            starting = false;
        }

        StateHasChanged();
    }

    private async Task SyncAsync()
    {
        if (!string.Equals(Text, shown, StringComparison.Ordinal))
        {
            shown = Text;
            await handle!.InvokeVoidAsync("setText", Text);
        }

        if (ReadOnly != shownReadOnly)
        {
            shownReadOnly = ReadOnly;
            await handle!.InvokeVoidAsync("setReadOnly", ReadOnly);
        }

        if (!Equals(Refusal, shownRefusal))
        {
            shownRefusal = Refusal;
            await handle!.InvokeVoidAsync("mark", Refusal is { Start: { } start } refusal ? new { start, length = refusal.Length ?? 1, message = refusal.Message } : null);
        }
    }
}
