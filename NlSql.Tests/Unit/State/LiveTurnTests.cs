using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

public sealed class LiveTurnTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly ScriptedPipeline pipeline = new();
    private readonly MemoryConversationStore store;
    private readonly LiveTurns live;
    private readonly TaskCompletionSource failing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveTurnTests()
    {
        store = new MemoryConversationStore(clock);
        live = new LiveTurns(pipeline, store, new RandomIdentifiers(), clock, NullLogger<LiveTurns>.Instance);
    }

    public void Dispose() => live.Dispose();

    [Fact]
    public async Task Viewers_AllGoneForTheGraceTime_StopsTheRun()
    {
        var turn = await live.RunAsync(View(), new RunRequest("SELECT 1", "t1"));
        await pipeline.NextRunAsync();
        turn.Watch().Dispose();

        clock.Advance(LiveTurn.Grace - TimeSpan.FromSeconds(1));
        Assert.False(pipeline.Cancelled.Task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await pipeline.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await turn.Completion;
        Assert.Equal(TurnStatus.Stopped, turn.View.Status);
        Assert.Null(live.Find("t1"));
    }

    [Fact]
    public async Task Viewer_BackWithinTheGraceTime_FindsTheRunAndKeepsIt()
    {
        var turn = await live.RunAsync(View(), new RunRequest("SELECT 1", "t1"));
        turn.Watch().Dispose();
        clock.Advance(TimeSpan.FromSeconds(20));

        var found = live.Find("t1");
        using var watching = found!.Watch();
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Same(turn, found);
        Assert.False(pipeline.Cancelled.Task.IsCompleted);
        pipeline.EndRun();
        await turn.Completion;
    }

    [Fact]
    public async Task Tokens_InABurst_AreToldOncePerPace()
    {
        var turn = await live.DraftAsync(View(), new DraftRequest("q", "c1", "t1"));
        using var watching = turn.Watch();
        var told = 0;
        turn.Changed += change => told += change == TurnChange.SqlText ? 1 : 0;

        for (var i = 0; i < 100; i++)
        {
            pipeline.Draft(new SqlTokenWritten("x"));
        }

        await WaitUntilAsync(() => turn.View.Sql.Length == 100);
        Assert.Equal(0, told);
        clock.Advance(LiveTurn.Pace);
        Assert.Equal(1, told);
        pipeline.EndDraft();
        await turn.Completion;
    }

    [Fact]
    public async Task Stream_ThatEndsHalfWay_LeavesNoBusyTurn()
    {
        var turn = await live.DraftAsync(View(), new DraftRequest("q", "c1", "t1"));
        pipeline.EndDraft();
        await turn.Completion;

        Assert.Equal(TurnStatus.Failed, turn.View.Status);
        Assert.NotNull(turn.View.Failure);
    }

    [Fact]
    public async Task StoredTurn_AfterTheEnd_HasTheLastWord()
    {
        store.Keep(new Turn
        {
            Id = "t1",
            ConversationId = "c1",
            Question = "q",
            AskedAt = clock.GetUtcNow(),
            Status = TurnStatus.Answered,
            Versions = [new SqlVersion(1, "SELECT 2", "analyst", clock.GetUtcNow(), null, null)],
        });
        var turn = await live.RunAsync(View(), new RunRequest("SELECT 2", "t1"));
        pipeline.Run(new TurnDone());
        pipeline.EndRun();
        await turn.Completion;

        Assert.Equal("SELECT 2", turn.View.Sql);
        Assert.Equal(TurnStatus.Answered, turn.View.Status);
    }

    [Fact]
    public async Task Subscriber_ThatThrows_HarmsNeitherTheTurnNorTheOthers()
    {
        var turn = await live.RunAsync(View(), new RunRequest("SELECT 1", "t1"));
        using var watching = turn.Watch();
        var told = new ConcurrentQueue<TurnChange>();
        turn.Changed += _ => throw new InvalidOperationException("A page that cannot draw.");
        turn.Changed += told.Enqueue;

        pipeline.Run(new RowsCounted(7));
        await WaitUntilAsync(() => turn.View.RowsSoFar == 7);
        // On the timer's thread: what it threw there would end the process.
        clock.Advance(LiveTurn.Pace);
        Assert.Equal([TurnChange.RowCount], told);
        pipeline.Run(new StageStarted(PipelineStage.Analysis, "Reading"), new TurnDone());
        pipeline.EndRun();
        await turn.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(TurnStatus.Answered, turn.View.Status);
        Assert.Null(turn.View.Failure);
        Assert.Equal([TurnChange.RowCount, TurnChange.Whole, TurnChange.Whole, TurnChange.Whole], told);
    }

    [Fact]
    public async Task Run_PressedWhileTheDraftSettles_RunsOnceItHas()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var settling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Keep(new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.WaitingForReview });
        store.Meanwhile = () =>
        {
            settling.TrySetResult();
            return settled.Task;
        };
        var draft = await live.DraftAsync(View(), new DraftRequest("q", "c1", "t1"));
        pipeline.Draft(new WaitingForReview("t1", 1));
        pipeline.EndDraft();
        await settling.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(TurnStatus.WaitingForReview, draft.View.Status);

        var pressed = live.RunAsync(draft.View, new RunRequest("SELECT 1", "t1"));
        var pressedAgain = live.RunAsync(draft.View, new RunRequest("SELECT 1", "t1"));
        settled.SetResult();
        var run = await pressed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.NotSame(draft, run);
        Assert.Same(run, await pressedAgain);
        Assert.Equal("SELECT 1", (await pipeline.NextRunAsync()).Sql);
        pipeline.EndRun();
        await run.Completion;
        Assert.Single(pipeline.Runs);
    }

    [Fact]
    public void Completion_OfATurnThatHasNotBegun_IsStillToCome()
    {
        using var turn = new LiveTurn(View(), clock, NullLogger.Instance);

        Assert.False(turn.Completion.IsCompleted);
    }

    [Fact]
    public async Task Stop_ByTheTimerOfSomethingThatFailsAtIt_EndsTheTurn()
    {
        using var turn = new LiveTurn(View() with { Progress = TurnProgress.None.BeginRun("SELECT 1") }, clock, NullLogger.Instance);
        turn.Start(FailAtStopAsync, (view, _) => Task.FromResult(view));
        await failing.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        clock.Advance(LiveTurn.Grace);

        await turn.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(TurnStatus.Stopped, turn.View.Status);
    }

    private async IAsyncEnumerable<PipelineEvent> FailAtStopAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => throw new InvalidOperationException("It cannot be stopped."));
        yield return new StageStarted(PipelineStage.Execution, "Running");
        failing.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Another process may be at it, or the API of this one: the store knows, the page has no rule of its own.</summary>
    [Theory]
    [InlineData(TurnStatus.Running)]
    [InlineData(TurnStatus.Stopped)]
    public void StoredTurn_ThatRunsElsewhere_IsWhatTheStoreSays(TurnStatus status) => Assert.Equal(
        status,
        StoredTurns.ToView(new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = status }).Status);

    [Fact]
    public async Task Conversation_Removed_StopsWhatRunsInItOnly()
    {
        var turn = await live.RunAsync(View(), new RunRequest("SELECT 1", "t1"));
        await pipeline.NextRunAsync();
        var other = await live.RunAsync(View() with { Id = "t2", ConversationId = "c2" }, new RunRequest("SELECT 2", "t2"));

        await new ConversationIndex(store, live, new LocalAnalyst(), new ConnectedDatabase(new FixedDatabase()), new SessionClock(clock))
            .DeleteAsync("c1", TestContext.Current.CancellationToken);

        await turn.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(TurnStatus.Stopped, turn.View.Status);
        Assert.True(other.View.IsBusy);
        other.Stop();
        await other.Completion;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private TurnView View() => new() { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow() };
}
