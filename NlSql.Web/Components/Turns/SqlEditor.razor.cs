using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NlSql.Core.Sql.Guarding;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Database;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Turns;

/// <summary>CodeMirror (dist/sql-editor.js). The text goes to the browser only when it differs from what the browser sent.</summary>
public sealed partial class SqlEditor : LiveComponent
{
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handle;
    private DotNetObjectReference<SqlEditor>? self;
    private string shown = "";
    private bool shownReadOnly;
    private (GuardRefusal? Refusal, SqlFault? Fault) shownMark;
    private bool starting;
    private bool wantsFocus;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter]
    public string Text { get; set; } = "";

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Its span is underlined.</summary>
    [Parameter]
    public GuardRefusal? Refusal { get; set; }

    /// <summary>What the database finds wrong with it; underlined where the guard refuses nothing.</summary>
    [Parameter]
    public SqlFault? Fault { get; set; }

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

    /// <summary>Sends what was typed in the last quarter of a second. False when the browser could not say what stands in the editor.</summary>
    public async Task<bool> FlushAsync() => handle is null || await InBrowserAsync(async () => await handle.InvokeVoidAsync("flush", Gone));

    /// <summary>Puts the cursor into the text, as soon as there is an editor.</summary>
    public async Task FocusAsync()
    {
        wantsFocus = handle is null;
        if (handle is not null)
        {
            await InBrowserAsync(() => handle.InvokeVoidAsync("focus", Gone).AsTask());
        }
    }

    protected override async ValueTask LeaveAsync()
    {
        await handle.ReleaseAsync(hasDispose: true);
        await module.ReleaseAsync();
        self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            starting = true;
            await InBrowserAsync(StartAsync);
            starting = false;
        }
        else if (handle is not null && !starting)
        {
            await InBrowserAsync(SyncAsync);
        }
    }

    private async Task StartAsync()
    {
        module = await Js.ImportAsync(Assets["dist/sql-editor.js"]);
        self = DotNetObjectReference.Create(this);
        (shown, shownReadOnly) = (Text, ReadOnly);
        var options = new { text = Text, readOnly = ReadOnly, schema = Schema.Tables, defaultSchema = Schema.DefaultSchema, label = "SQL" };
        // Without a token: a call that is given up leaves its object in the browser with nobody to let go of it.
        handle = Gone.IsCancellationRequested ? null : await module.InvokeAsync<IJSObjectReference>("create", CancellationToken.None, host, self, options);
        if (Gone.IsCancellationRequested)
        {
            // It went while it was being made, when there was nothing to let go of yet.
            await LeaveAsync();
            return;
        }

        if (wantsFocus && handle is not null)
        {
            await handle.InvokeVoidAsync("focus", Gone);
        }

        StateHasChanged();
    }

    private async Task SyncAsync()
    {
        if (!string.Equals(Text, shown, StringComparison.Ordinal))
        {
            shown = Text;
            await handle!.InvokeVoidAsync("setText", Gone, Text);
        }

        if (ReadOnly != shownReadOnly)
        {
            shownReadOnly = ReadOnly;
            await handle!.InvokeVoidAsync("setReadOnly", Gone, ReadOnly);
        }

        if (shownMark != (Refusal, Fault))
        {
            shownMark = (Refusal, Fault);
            object? span = Refusal is { Start: { } start } refusal ? new { start, length = refusal.Length ?? 1, message = refusal.Message }
                : Refusal is null && Fault is { } fault ? new { start = fault.Start, length = fault.Length, message = fault.Message }
                : null;
            await handle!.InvokeVoidAsync("mark", Gone, span);
        }
    }
}
