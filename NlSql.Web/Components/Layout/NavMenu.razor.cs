using Microsoft.AspNetCore.Components;
using MudBlazor;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Database;

namespace NlSql.Web.Components.Layout;

/// <summary>Pages and conversations.</summary>
public sealed partial class NavMenu : LiveComponent
{
    [Inject]
    public required ConversationIndex Index { get; init; }

    [Inject]
    public required ConversationState Conversation { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

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

    protected override ValueTask LeaveAsync()
    {
        Index.Changed -= OnChanged;
        Database.Changed -= OnChanged;
        Conversation.Changed -= OnConversationChanged;
        return ValueTask.CompletedTask;
    }

    protected override Task OnInitializedAsync()
    {
        Index.Changed += OnChanged;
        Database.Changed += OnChanged;
        Conversation.Changed += OnConversationChanged;
        return WatchAsync(() => Index.ReloadAsync(Gone));
    }

    // No boundary stands around the navigation: a list that is old must not end the page.
    protected override Task FaultAsync(Exception fault)
    {
        LogUnlisted(Faults, fault);
        Notices.Add("The list of conversations could not be read and may be old.", Severity.Error);
        return Task.CompletedTask;
    }

    private void OnChanged() => Redraw();

    private void OnConversationChanged() => Background(() => Index.ReloadAsync(Gone));

    private Task DeleteAsync(ConversationSummary conversation) => WatchAsync(() => ConfirmDeleteAsync(conversation));

    private Task ShareAsync(ConversationSummary conversation) => WatchAsync(async () =>
    {
        await Index.ShareAsync(conversation.Id, !conversation.IsShared, Gone);
        Notices.Add(conversation.IsShared
            ? $"“{conversation.Title}” is yours alone again."
            : $"Everybody who may sign in can read “{conversation.Title}” by its link now.");
        await Index.ReloadAsync(Gone);
    });

    private async Task ConfirmDeleteAsync(ConversationSummary conversation)
    {
        var parameters = new DialogParameters<ConfirmDelete> { { dialog => dialog.Title, conversation.Title } };
        var dialog = await Dialogs.ShowAsync<ConfirmDelete>("Delete this conversation?", parameters);
        if (await dialog.Result is null or { Canceled: true })
        {
            return;
        }

        try
        {
            await Index.DeleteAsync(conversation.Id, Gone);
        }
        catch (Exception fault) when (!Gone.IsCancellationRequested)
        {
            LogNotDeleted(Faults, fault, conversation.Id);
            Notices.Add($"“{conversation.Title}” could not be deleted and is still there. Try again; the server's log tells why.", Severity.Error);
            return;
        }

        Notices.Add($"“{conversation.Title}” is deleted.");
        if (Conversation.Id == conversation.Id)
        {
            Navigation.NavigateTo("");
        }

        await Index.ReloadAsync(Gone);
    }

    [LoggerMessage(7205, LogLevel.Error, "The list of conversations could not be read")]
    private static partial void LogUnlisted(ILogger log, Exception fault);

    [LoggerMessage(7206, LogLevel.Error, "Conversation {ConversationId} could not be deleted")]
    private static partial void LogNotDeleted(ILogger log, Exception fault, string conversationId);
}
