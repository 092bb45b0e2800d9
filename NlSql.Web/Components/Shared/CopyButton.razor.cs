using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NlSql.Web.Components.Shared;

/// <summary>Puts a text on the clipboard and says so in place.</summary>
public sealed partial class CopyButton : LiveComponent
{
    private ITimer? back;
    private bool copied;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    [Parameter]
    public string Label { get; set; } = "Copy";

    [Parameter]
    public bool ShowLabel { get; set; } = true;

    protected override async ValueTask LeaveAsync()
    {
        if (back is not null)
        {
            await back.DisposeAsync();
        }
    }

    private async Task CopyAsync()
    {
        await InBrowserAsync(async () =>
        {
            var shell = await Js.ImportAsync(Assets["dist/shell.js"]);
            copied = await shell.InvokeAsync<bool>("copy", Gone, Text);
            await shell.ReleaseAsync();
        });
        back?.Dispose();
        back = Clock.CreateTimer(_ => Forget(), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
    }

    private void Forget()
    {
        copied = false;
        Redraw();
    }
}
