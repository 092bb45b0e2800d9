using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;
using NlSql.Web.Components.Shared;
using NlSql.Web.Infrastructure;

namespace NlSql.Web.Components.Layout;

/// <summary>Navigation, the page, and the keys that work everywhere.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    /// <summary>Below it (960 px) the navigation is a drawer over the page.</summary>
    private const Breakpoint Narrow = Breakpoint.Md;

    private readonly Guid watcher = Guid.NewGuid();
    private readonly List<IDialogReference> dialogs = [];
    private IJSObjectReference? shell;
    private IJSObjectReference? listening;
    private DotNetObjectReference<MainLayout>? self;
    private ErrorBoundary? boundary;
    private bool open = true;
    private bool isNarrow;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required PageKeys Keys { get; init; }

    [Inject]
    public required IBrowserViewportService Viewport { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    // A bare "#main" would be relative to <base> and leave the conversation.
    private string SkipTarget => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    [JSInvokable]
    public Task OnRunKey() => InvokeAsync(() => TopDialog() is null ? Keys.RunAsync() : Task.CompletedTask);

    [JSInvokable]
    public Task OnEscapeKey() => InvokeAsync(() =>
    {
        // Not left to the dialog, which hears keys only once it has the focus: a quick Esc would stop the run behind it.
        if (TopDialog() is { } shown)
        {
            shown.Close(DialogResult.Cancel());
            return Task.CompletedTask;
        }

        if (open && isNarrow)
        {
            open = false;
            StateHasChanged();
            return Task.CompletedTask;
        }

        return Keys.EscapeAsync();
    });

    [JSInvokable]
    public Task OnHelpKey() => InvokeAsync(ShowShortcutsAsync);

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Dialogs.DialogInstanceAddedAsync -= OnDialogAsync;
        if (listening is not null)
        {
            await Viewport.UnsubscribeAsync(watcher);
        }

        await listening.ReleaseAsync(hasDispose: true);
        await shell.ReleaseAsync();
        self?.Dispose();
    }

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Dialogs.DialogInstanceAddedAsync += OnDialogAsync;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            shell = await Js.ImportAsync(Assets["dist/shell.js"]);
            listening = await shell.InvokeAsync<IJSObjectReference>("listen", self);
            await Viewport.SubscribeAsync(watcher, width => isNarrow = width.Breakpoint < Narrow, fireImmediately: true);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        open = open && !isNarrow;
        boundary?.Recover();
        StateHasChanged();
    }

    private Task OnDialogAsync(IDialogReference opened)
    {
        dialogs.Add(opened);
        return Task.CompletedTask;
    }

    private async Task ToggleThemeAsync()
    {
        if (shell is not null)
        {
            await shell.InvokeAsync<bool>("toggleTheme");
        }
    }

    private IDialogReference? TopDialog()
    {
        dialogs.RemoveAll(dialog => dialog.Result.IsCompleted);
        return dialogs.LastOrDefault();
    }

    private Task ShowShortcutsAsync() => TopDialog() is not null ? Task.CompletedTask : Dialogs.ShowAsync<ShortcutSheet>("Keyboard");
}
