using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using NlSql.Web.Components.Shared;
using NlSql.Web.Infrastructure;
using Radzen;

namespace NlSql.Web.Components.Layout;

/// <summary>Navigation, the page, and the keys that work everywhere.</summary>
public sealed partial class MainLayout : IAsyncDisposable
{
    private IJSObjectReference? shell;
    private IJSObjectReference? listening;
    private DotNetObjectReference<MainLayout>? self;
    private ErrorBoundary? boundary;
    private bool open;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required PageKeys Keys { get; init; }

    [Inject]
    public required DialogService Dialogs { get; init; }

    // A bare "#main" would be relative to <base> and leave the conversation.
    private string SkipTarget => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    [JSInvokable]
    public Task OnRunKey() => InvokeAsync(Keys.RunAsync);

    [JSInvokable]
    public Task OnEscapeKey() => InvokeAsync(() =>
    {
        if (open)
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
        await listening.ReleaseAsync(hasDispose: true);
        await shell.ReleaseAsync();
        self?.Dispose();
    }

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            shell = await Js.ImportAsync(Assets["dist/shell.js"]);
            listening = await shell.InvokeAsync<IJSObjectReference>("listen", self);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        open = false;
        boundary?.Recover();
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task ToggleThemeAsync()
    {
        if (shell is not null)
        {
            await shell.InvokeAsync<bool>("toggleTheme");
        }
    }

    private Task ShowShortcutsAsync() => Dialogs.OpenAsync<ShortcutSheet>("Keyboard", null, new DialogOptions { AutoFocusFirstElement = false, CloseDialogOnOverlayClick = true, CloseDialogOnEsc = true });
}
