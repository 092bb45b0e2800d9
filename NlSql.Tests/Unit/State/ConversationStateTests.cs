using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

public sealed class ConversationStateTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly MemoryConversationStore store;
    private readonly CircuitPresence presence = new();
    private readonly ScriptedPipeline pipeline = new();
    private readonly UnsavedEdits edits = new();
    private readonly FixedDatabase database = new();
    private readonly LiveTurns live;
    private readonly ConversationState state;

    public ConversationStateTests()
    {
        store = new MemoryConversationStore(clock);
        live = new LiveTurns(pipeline, store, new RandomIdentifiers(), clock, NullLogger<LiveTurns>.Instance);
        state = new ConversationState(live, store, edits, presence, new RandomIdentifiers(), new LocalAnalyst(), new ConnectedDatabase(database), clock);
    }

    public void Dispose()
    {
        state.Dispose();
        live.Dispose();
    }

    [Fact]
    public async Task Open_GivenUpHalfWay_ReadsAgainTheNextTime()
    {
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.Answered };
        store.Keep(turn);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => state.OpenAsync("c1", new CancellationToken(canceled: true)));

        await state.OpenAsync("c1", TestContext.Current.CancellationToken);

        Assert.Equal("q", Assert.Single(state.Turns).View.Question);
    }

    [Fact]
    public async Task Ask_InAConversationOfAnotherDatabase_BeginsOneAndLeavesThatAsItWas()
    {
        store.Keep(new Turn
        {
            Id = "t1",
            ConversationId = "old",
            Question = "q",
            AskedAt = clock.GetUtcNow(),
            Status = TurnStatus.Answered,
            Versions = [new SqlVersion(1, "SELECT 1", "built-in", clock.GetUtcNow(), null, null)],
            Database = new AskedDatabase("shop on test:5432", "test_5432-shop"),
        });
        await state.OpenAsync("old", TestContext.Current.CancellationToken);
        Assert.Equal("This was asked of the database shop on test:5432; you are connected to warehouse on db.example:5432.", state.ElsewhereWords);
        Assert.False(state.Turns[0].CanRun);

        var id = await state.AskAsync("and now?", TestContext.Current.CancellationToken);

        Assert.NotEqual("old", id);
        Assert.Null(state.Elsewhere);
        Assert.Equal("and now?", Assert.Single(state.Turns).View.Question);
        Assert.Single((await store.FindAsync("old", "local", TestContext.Current.CancellationToken))!.Turns);
    }

    [Fact]
    public async Task Ask_WhereThePageBeganAConversationOfWhatIsNotConnectedAnyMore_BeginsAnother()
    {
        var first = await state.AskAsync("how many?", TestContext.Current.CancellationToken);
        database.Identity = new AskedDatabase("shop on test:5432", "test_5432-shop");

        var second = await state.AskAsync("and now?", TestContext.Current.CancellationToken);

        Assert.NotEqual(first, second);
        Assert.Single((await store.FindAsync(first, "local", TestContext.Current.CancellationToken))!.Turns);
    }

    [Fact]
    public void ToView_FailureThatTheStoreDoesNotHave_IsShown()
    {
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.WaitingForReview };
        var stored = StoredTurns.ToView(turn);
        var failed = stored with { Progress = stored.Progress.Failed(new(FailureParty.Caller, FailureTypes.OtherDatabase, "Another database.")) };

        var view = StoredTurns.ToView(turn, failed);

        Assert.Equal((TurnStatus.Failed, FailureTypes.OtherDatabase), (view.Status, view.Failure?.Type));
    }

    [Fact]
    public async Task Open_TurnThatEndsWhileItIsRead_IsNotBusy()
    {
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.Running };
        store.Keep(turn);
        var run = await live.RunAsync(StoredTurns.ToView(turn), new RunRequest("SELECT 1", "t1"));
        store.Meanwhile = async () =>
        {
            store.Meanwhile = null;
            store.Keep(turn with { Status = TurnStatus.Answered });
            pipeline.EndRun();
            await run.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        };

        await state.OpenAsync("c1", TestContext.Current.CancellationToken);

        Assert.Equal(TurnStatus.Answered, Assert.Single(state.Turns).View.Status);
    }

    [Fact]
    public async Task Open_SharedByAnother_NeitherStopsTheOwnersRunNorTouchesWhatTheOwnerTyped()
    {
        store.Owner = "ana";
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.Running };
        store.Keep(turn);
        edits.Keep("t1", "SELECT 2");
        var run = await live.RunAsync(StoredTurns.ToView(turn), new RunRequest("SELECT 1", "t1"));
        await pipeline.NextRunAsync();
        await state.OpenAsync("c1", TestContext.Current.CancellationToken);
        var shown = Assert.Single(state.Turns);

        Assert.Equal("ana", state.SharedBy);
        Assert.Null(shown.Edited);
        shown.Stop();
        shown.Edit("SELECT 3");
        Assert.Equal("SELECT 2", edits.Find("t1"));

        store.Keep(turn with { Status = TurnStatus.Answered });
        pipeline.EndRun();
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(pipeline.Cancelled.Task.IsCompleted);
        Assert.False(shown.CanRun);
    }

    [Fact]
    public async Task Run_PageLeftWhileTheDraftSettles_IsWatchedByNobody()
    {
        await presence.Set(true);
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.WaitingForReview };
        store.Keep(turn with { Versions = [new SqlVersion(1, "SELECT 1", "built-in", clock.GetUtcNow(), null, null)] });
        await live.DraftAsync(StoredTurns.ToView(turn), new DraftRequest("q", "c1", "t1"));
        await state.OpenAsync("c1", TestContext.Current.CancellationToken);
        var shown = state.Turns[0];
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shown.Changed += _ =>
        {
            if (!shown.View.IsBusy)
            {
                waiting.TrySetResult();
            }
        };
        store.Meanwhile = () => settled.Task;
        pipeline.Draft(new SqlTokenWritten("SELECT 1"), new WaitingForReview("t1", 1));
        pipeline.EndDraft();
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var pressed = state.RunAsync(shown);
        await state.OpenAsync(null, TestContext.Current.CancellationToken);
        settled.SetResult();
        await pressed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await pipeline.NextRunAsync();
        clock.Advance(LiveTurn.Grace);

        await pipeline.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Ask_TurnsId_IsOneOfTheProducts()
    {
        await state.AskAsync("How many orders?", TestContext.Current.CancellationToken);

        Assert.True(IdentifierShape.Fits(state.Turns[0].View.Id));
    }
}
