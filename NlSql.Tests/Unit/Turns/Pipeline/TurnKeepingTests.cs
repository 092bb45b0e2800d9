using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Pipeline.Recording;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using FixedDatabase = NlSql.Tests.Fakes.Pages.FixedDatabase;
using ManualClock = NlSql.Tests.Fakes.Pages.ManualClock;
using MemoryResultStore = NlSql.Tests.Fakes.Pages.MemoryResultStore;

namespace NlSql.Tests.Unit.Turns.Pipeline;

/// <summary>What of a turn is written when, and what is waited for.</summary>
public sealed class TurnKeepingTests
{
    private static readonly Turn Some = new() { Id = "t", ConversationId = "c", Question = "0", AskedAt = DateTimeOffset.UnixEpoch };

    private readonly HeldStore store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_FasterThanTheDisk_WritesTheFirstAndTheLastAndWaitsForBoth()
    {
        var keeping = Keeping("title");
        keeping.Save(Some);
        for (var i = 1; i < 5; i++)
        {
            keeping.Save(Some with { Question = $"{i}" });
        }

        var waiting = keeping.WaitAsync();
        Assert.False(waiting.IsCompleted);
        store.Release(3);
        await store.Asked(2).WaitAsync(Token);
        Assert.False(waiting.IsCompleted);
        store.Release(3);
        await waiting.WaitAsync(Token);

        Assert.Equal([("0", "title"), ("4", null)], store.Saved.Select(turn => (turn.Question, turn.Begins)));
        Assert.True(keeping.Waited > TimeSpan.Zero);
    }

    /// <summary>A conversation that was begun and then removed by somebody must not come back; one that could not be written has to be begun again.</summary>
    [Fact]
    public async Task Save_FirstWriteFailed_BeginsTheConversationWithTheNext()
    {
        var keeping = Keeping("title");
        keeping.Save(Some);
        store.Fail();
        await keeping.WaitAsync().WaitAsync(Token);

        keeping.Save(Some);
        store.Release(0);
        await keeping.WaitAsync().WaitAsync(Token);
        keeping.Save(Some);
        store.Release(null);
        await keeping.WaitAsync().WaitAsync(Token);

        Assert.Equal(["title", "title", null], store.Saved.Select(turn => turn.Begins));
        Assert.True(keeping.IsGone);
    }

    [Fact]
    public async Task AnswerAsync_NobodyLooksBeforeTheEnd_GoesOnWithoutTheDiskButTellsTheEndOnlyAfterIt()
    {
        var approval = new GuardApproval(new ApprovedSql("SELECT pg_catalog.one()", []));
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline(
                (request, token) => Steps.Of([new DraftWritten(new SqlDraft { Sql = "SELECT 1", Generator = "built-in" }), new VerdictGiven(approval),
                    new WaitingForReview(request.TurnId!, 1)], token),
                (_, token) => Steps.Of([new RowsCounted(1), new TurnDone()], token)),
            store, new MemoryResultStore(), new RandomIdentifiers(), PipelineParts.Settings, new FixedDatabase(), TimeProvider.System,
            NullLogger<RecordingPipeline>.Instance);
        var running = new TaskCompletionSource();
        var end = Task.Run(
            async () =>
            {
                TurnStep? last = null;
                await foreach (var step in pipeline.AnswerAsync(new DraftRequest("q") { IsUnseen = true }, analyze: false, Token))
                {
                    last = step;
                    if (step.Event is RowsCounted)
                    {
                        running.SetResult();
                    }
                }

                return last!;
            },
            Token);

        // Nobody waits for the disk while it runs: its one write is that of the end.
        await running.Task.WaitAsync(Token);
        Assert.Empty(store.Saved);
        await store.Asked(1).WaitAsync(Token);
        Assert.False(end.IsCompleted);
        store.ReleaseAll();

        var last = await end.WaitAsync(Token);
        Assert.IsType<TurnDone>(last.Event);
        Assert.Contains(PipelineStage.Recording, last.Progress.Timings.Keys);
        var kept = Assert.Single(store.Saved);
        Assert.Equal((TurnStatus.Answered, "q"), (kept.Status, kept.Begins));
        Assert.Equal("SELECT 1", kept.Versions[0].Sql);
    }

    /// <summary>A long one is there for others, and for who looks after the process was killed.</summary>
    [Fact]
    public async Task AnswerAsync_NobodyLooksAndItTakesLong_IsWrittenMeanwhile()
    {
        var clock = new ManualClock();
        var result = new StoredResult { Id = "r", Columns = [], RowCount = 1, Sql = "SELECT 1", RanAt = DateTimeOffset.UnixEpoch };
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline(
                (_, token) => Steps.Of([], token), (_, token) => Steps.Of([new ResultReady(result), new AnalysisWritten("so"), new TurnDone()], token)),
            store, new MemoryResultStore(), new RandomIdentifiers(), PipelineParts.Settings, new FixedDatabase(), clock,
            NullLogger<RecordingPipeline>.Instance);
        store.ReleaseAll();

        await foreach (var step in pipeline.RunAsync(new RunRequest("SELECT 1") { IsUnseen = true, Analyze = true }, Token))
        {
            if (step is AnalysisWritten)
            {
                Assert.Empty(store.Saved);
                clock.Advance(TurnKeeping.Lull);
                await store.Asked(1).WaitAsync(Token);
            }
        }

        Assert.Equal([TurnStatus.Running, TurnStatus.Answered], store.Saved.Select(turn => turn.Status));
        Assert.All(store.Saved, turn => Assert.Equal("r", turn.Result?.Id));
    }

    [Fact]
    public async Task SaveSoon_NothingComesAfterIt_IsWrittenAfterALullOnce()
    {
        var clock = new ManualClock();
        var keeping = new TurnKeeping(store, "title", clock, NullLogger.Instance);
        store.ReleaseAll();

        keeping.SaveSoon(Some);
        keeping.SaveSoon(Some with { Question = "1" });
        clock.Advance(TurnKeeping.Lull);
        await keeping.WaitAsync().WaitAsync(Token);
        clock.Advance(TurnKeeping.Lull);
        await keeping.WaitAsync().WaitAsync(Token);

        Assert.Equal("1", Assert.Single(store.Saved).Question);
    }

    private TurnKeeping Keeping(string? title) => new(store, title, TimeProvider.System, NullLogger.Instance);

    /// <summary>Holds every write until it is told what comes of it.</summary>
    private sealed class HeldStore : IConversationStore
    {
        private readonly ConcurrentQueue<Turn> saved = new();
        private readonly Channel<(int? Place, bool Fails)> answers = Channel.CreateUnbounded<(int? Place, bool Fails)>();
        private readonly ConcurrentDictionary<int, TaskCompletionSource> counted = new();

        public IEnumerable<Turn> Saved => saved;

        public Task Asked(int times) => Counted(times).Task;

        public void Release(int? place) => Answer((place, false));

        public void Fail() => Answer((null, true));

        public void ReleaseAll()
        {
            for (var i = 0; i < 10; i++)
            {
                Release(0);
            }
        }

        public async Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken)
        {
            saved.Enqueue(turn);
            Counted(saved.Count).TrySetResult();
            var answer = await answers.Reader.ReadAsync(cancellationToken);
            return answer.Fails ? throw new IOException("disk full") : answer.Place;
        }

        public Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Turn>> ReadBeforeAsync(
            string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        private void Answer((int? Place, bool Fails) answer) => Assert.True(answers.Writer.TryWrite(answer));

        private TaskCompletionSource Counted(int times) =>
            counted.GetOrAdd(times, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
