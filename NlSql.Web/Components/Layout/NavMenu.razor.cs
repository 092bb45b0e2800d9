using Microsoft.AspNetCore.Components;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.State.Conversations;
using Radzen;

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
    public required DialogService Dialogs { get; init; }

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
        var sure = await Dialogs.OpenAsync<ConfirmDelete>("Delete this conversation?", new Dictionary<string, object?> { [nameof(ConfirmDelete.Title)] = conversation.Title });
        if (sure is not true)
        {
            return;
        }

        await Index.DeleteAsync(conversation.Id, CancellationToken.None);
        if (Conversation.Id == conversation.Id)
        {
            Navigation.NavigateTo("");
        }
    }
}
