using Microsoft.AspNetCore.Components;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Components.Shared;
using NlSql.Web.Components.Turns;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Database;
using NlSql.Web.State.Turns;

namespace NlSql.Web.Components.Pages;

/// <summary>The page of questions: a new one, or a conversation by its id. The URL says which.</summary>
public sealed partial class Ask : LiveComponent
{
    private TurnState? detailed;
    private TurnState? listened;
    private Composer? composer;
    private string announcement = "";
    private TurnStatus? announced;
    private TurnActions? actions;
    private PipelineFailure? problem;

    [Inject]
    public required NumberFormat Numbers { get; init; }

    [Inject]
    public required ConversationState Conversation { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required DatabaseWatch Database { get; init; }

    [Inject]
    public required PageKeys Keys { get; init; }

    [Parameter]
    public string? Id { get; set; }

    private string PageName => Conversation.Current is { View: { Status: TurnStatus.Running } } ? "Running · NlSql"
        : Conversation.Title.Length > 0 ? $"{Conversation.Title} · NlSql"
        : "New question · NlSql";

    protected override ValueTask LeaveAsync()
    {
        Conversation.Changed -= OnConversationChanged;
        Database.Changed -= OnDatabaseChanged;
        Keys.Run -= OnRunKeyAsync;
        Keys.Escape -= OnEscapeKeyAsync;
        Listen(null);
        return ValueTask.CompletedTask;
    }

    protected override void OnInitialized()
    {
        var factory = EventCallback.Factory;
        actions = new TurnActions(
            factory.Create<string>(this, AskAsync),
            factory.Create<TurnState>(this, RunAsync),
            factory.Create<TurnState>(this, Conversation.RetryAsync),
            factory.Create<TurnState>(this, ShowDetails));
        Conversation.Changed += OnConversationChanged;
        Database.Changed += OnDatabaseChanged;
        Keys.Run += OnRunKeyAsync;
        Keys.Escape += OnEscapeKeyAsync;
    }

    protected override async Task OnParametersSetAsync()
    {
        detailed = Id == Conversation.Id ? detailed : null;
        problem = null;
        await Conversation.OpenAsync(Id, Gone);
        Listen(Conversation.Current);
    }

    private async Task AskAsync(string question)
    {
        problem = QuestionCheck.Find(question);
        if (problem is not null)
        {
            return;
        }

        // No token: what was asked is kept, also by who leaves at once.
        var id = await Conversation.AskAsync(question, CancellationToken.None);
        Listen(Conversation.Current);
        if (composer is not null)
        {
            await composer.ClearAsync();
        }

        if (Id != id)
        {
            Navigation.NavigateTo($"c/{id}");
        }
    }

    private async Task RunAsync(TurnState turn)
    {
        await Conversation.RunAsync(turn);
        Listen(turn);
    }

    private void ShowDetails(TurnState turn) => detailed = detailed == turn ? null : turn;

    private async Task OnRunKeyAsync()
    {
        if (Conversation.Turns.LastOrDefault(turn => turn.AwaitsReview) is { } waiting)
        {
            await RunAsync(waiting);
            StateHasChanged();
        }
    }

    private Task OnEscapeKeyAsync()
    {
        if (Conversation.Current is { View.IsBusy: true } busy)
        {
            busy.Stop();
        }
        else if (detailed is not null)
        {
            detailed = null;
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    // One turn at a time speaks: the one that is going on.
    private void Listen(TurnState? turn)
    {
        if (listened == turn)
        {
            return;
        }

        if (listened is not null)
        {
            listened.Changed -= OnTurnChanged;
        }

        listened = turn;
        announced = turn?.View.Status;
        if (listened is not null)
        {
            listened.Changed += OnTurnChanged;
        }
    }

    private void OnTurnChanged(TurnChange change)
    {
        if (change == TurnChange.Whole)
        {
            Background(() =>
            {
                if (listened is { } turn && turn.View.Status != announced)
                {
                    announced = turn.View.Status;
                    announcement = TurnWords.Announce(turn.View, Numbers);
                }

                StateHasChanged();
                return Task.CompletedTask;
            });
        }
    }

    private void OnConversationChanged() => Redraw();

    private void OnDatabaseChanged() => Redraw();
}
