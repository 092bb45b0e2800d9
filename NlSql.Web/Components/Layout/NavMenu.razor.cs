using Microsoft.AspNetCore.Components;
using MudBlazor;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.State.Conversations;

namespace NlSql.Web.Components.Layout;

/// <summary>Pages and conversations.</summary>
public sealed partial class NavMenu : IDisposable
{
    [Inject]
    public required ConversationIndex Index { get; init; }

    [Inject]
    public required ConversationState Conversation { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Notices { get; init; }

    [Parameter]
    public EventCallback OnTheme { get; set; }

    [Parameter]
    public EventCallback OnHelp { get; set; }

    public void Dispose()
    {
        Index.Changed -= OnChanged;
        Conversation.Changed -= OnConversationChanged;
    }

    protected override async Task OnInitializedAsync()
    {
        Index.Changed += OnChanged;
        Conversation.Changed += OnConversationChanged;
        await Index.ReloadAsync(CancellationToken.None);
    }

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnConversationChanged() => _ = InvokeAsync(() => Index.ReloadAsync(CancellationToken.None));

    private async Task ConfirmDeleteAsync(ConversationSummary conversation)
    {
        var parameters = new DialogParameters<ConfirmDelete> { { dialog => dialog.Title, conversation.Title } };
        var dialog = await Dialogs.ShowAsync<ConfirmDelete>("Delete this conversation?", parameters);
        if (await dialog.Result is null or { Canceled: true })
        {
            return;
        }

        await Index.DeleteAsync(conversation.Id, CancellationToken.None);
        Notices.Add($"“{conversation.Title}” is deleted.");
        if (Conversation.Id == conversation.Id)
        {
            Navigation.NavigateTo("");
        }
    }
}
