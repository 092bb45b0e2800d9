using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Pipeline.Recording;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;
using FixedDatabase = NlSql.Tests.Fakes.Pages.FixedDatabase;
using MemoryResultStore = NlSql.Tests.Fakes.Pages.MemoryResultStore;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class RecordingPipelineTests
{
    private static readonly FixedDatabase Here = new();

    private static readonly SqlDraft Draft = new() { Sql = "SELECT 1", Generator = "built-in" };

    private readonly MemoryStore store = new();
    private readonly MemoryResultStore results = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DraftAsync_NewQuestion_OpensAConversationAndKeepsTheTurn()
    {
        var events = await CollectAsync(Pipeline(new DraftWritten(Draft), new WaitingForReview("x", 1)).DraftAsync(new DraftRequest("How many?"), Token));

        var opened = Assert.IsType<TurnOpened>(events[0]);
        var turn = store.Turns[opened.TurnId];
        Assert.Equal(opened.ConversationId, turn.ConversationId);
        Assert.Equal(TurnStatus.WaitingForReview, turn.Status);
        Assert.Equal("SELECT 1", Assert.Single(turn.Versions).Sql);
    }

    /// <summary>A page gives the id of a turn it has stored already; only the person says whether the draft is to be a new one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DraftAsync_SameTurnAgain_AddsAVersion(bool isFresh)
    {
        DraftRequest? seen = null;
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline(draft: (request, token) =>
            {
                seen = request;
                return Steps.Of([new DraftWritten(Draft), new WaitingForReview("x", 1)], token);
            }),
            store, results, new RandomIdentifiers(), PipelineParts.Settings, Here, TimeProvider.System, NullLogger<RecordingPipeline>.Instance);
        var opened = (TurnOpened)(await CollectAsync(pipeline.DraftAsync(new DraftRequest("How many?"), Token)))[0];
        Assert.False(seen!.Fresh);

        var events = await CollectAsync(pipeline.DraftAsync(new DraftRequest("How many?", opened.ConversationId, opened.TurnId) { Fresh = isFresh }, Token));

        Assert.Equal(2, events.OfType<WaitingForReview>().Single().Version);
        Assert.Equal(isFresh, seen.Fresh);
        Assert.Equal([1, 2], store.Turns[opened.TurnId].Versions.Select(v => v.Number));
    }

    [Fact]
    public async Task DraftAsync_Refused_KeepsTheRefusalWithItsVersion()
    {
        var refusal = new GuardRefusal("not-a-query", "no");
        var pipeline = Pipeline(new DraftWritten(Draft), new VerdictGiven(refusal), new TurnFailed(new(FailureParty.Guard, FailureTypes.SqlRefused, "no")));
        await CollectAsync(pipeline.DraftAsync(new DraftRequest("q"), Token));

        var turn = store.Turns.Values.Single();
        Assert.Equal(TurnStatus.Refused, turn.Status);
        Assert.Equal(refusal, turn.Versions[0].Refusal);
    }

    [Fact]
    public async Task DraftAsync_ReaderLeaves_SavesAsStopped()
    {
        await foreach (var step in Pipeline(new DraftWritten(Draft), new WaitingForReview("x", 1)).DraftAsync(new DraftRequest("q"), Token))
        {
            if (step is TurnOpened)
            {
                break;
            }
        }

        Assert.Equal(TurnStatus.Stopped, store.Turns.Values.Single().Status);
    }

    [Fact]
    public async Task DraftAsync_StoreFails_AnswersAllTheSame()
    {
        store.Fails = true;

        var events = await CollectAsync(Pipeline(new DraftWritten(Draft), new WaitingForReview("x", 1)).DraftAsync(new DraftRequest("q"), Token));

        Assert.IsType<WaitingForReview>(events[^1]);
    }

    [Fact]
    public async Task DraftAsync_NotToBeRecorded_KeepsNothing()
    {
        await CollectAsync(Pipeline(new DraftWritten(Draft)).DraftAsync(new DraftRequest("q") { Record = false }, Token));

        Assert.Empty(store.Turns);
    }

    /// <summary>One call that drafts and runs leaves one version, by whoever wrote it.</summary>
    [Fact]
    public async Task AnswerAsync_ByTheApi_IsKeptAsItsOwnWithOneVersion()
    {
        var approval = new GuardApproval(new ApprovedSql("SELECT pg_catalog.one()", []));
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline(
                (request, token) => Steps.Of([new DraftWritten(Draft), new VerdictGiven(approval), new WaitingForReview(request.TurnId!, 1)], token),
                (_, token) => Steps.Of([new TurnDone()], token)),
            store, results, new RandomIdentifiers(), PipelineParts.Settings, Here, TimeProvider.System, NullLogger<RecordingPipeline>.Instance);

        await foreach (var unused in pipeline.AnswerAsync(new DraftRequest("q") { Origin = TurnOrigin.Api }, analyze: false, Token))
        {
        }

        var turn = Assert.Single(store.Turns.Values);
        Assert.Equal((TurnOrigin.Api, TurnStatus.Answered), (turn.Origin, turn.Status));
        Assert.Equal(("SELECT 1", "built-in"), (Assert.Single(turn.Versions).Sql, turn.Versions[0].Author));
    }

    [Theory]
    [InlineData(TurnOrigin.Page, "analyst")]
    [InlineData(TurnOrigin.Cli, "analyst")]
    [InlineData(TurnOrigin.Api, "caller")]
    public async Task RunAsync_SqlOfOnesOwn_NamesWhoSentIt(TurnOrigin origin, string author)
    {
        await CollectAsync(Pipeline(new TurnDone()).RunAsync(new RunRequest("SELECT 2") { Origin = origin }, Token));

        var turn = Assert.Single(store.Turns.Values);
        Assert.Equal((origin, author), (turn.Origin, Assert.Single(turn.Versions).Author));
    }

    [Fact]
    public async Task RunAsync_EditedSql_AddsTheAnalystsVersion()
    {
        var drafting = Pipeline(new DraftWritten(Draft), new WaitingForReview("x", 1));
        var opened = (TurnOpened)(await CollectAsync(drafting.DraftAsync(new DraftRequest("q"), Token)))[0];

        await CollectAsync(Pipeline(new TurnDone()).RunAsync(new RunRequest("SELECT 2", opened.TurnId), Token));

        var turn = store.Turns[opened.TurnId];
        Assert.Equal(TurnStatus.Answered, turn.Status);
        Assert.Equal([("SELECT 1", "built-in"), ("SELECT 2", "analyst")], turn.Versions.Select(v => (v.Sql, v.Author)));
    }

    /// <summary>Such a text can be sent again and again; each would be kept whole, twice: as the statement and as what was asked.</summary>
    [Theory]
    [InlineData(null, 5_000_000)]
    [InlineData(GuardRules.TooLong, 900_000)]
    [InlineData(GuardRules.TooSlow, 900_000)]
    public async Task RunAsync_TextThatIsTooMuchToRead_KeepsItsBeginningOnce(string? rule, int length)
    {
        var sql = "SELECT " + new string('+', length);
        var refusal = rule is null ? null : new GuardRefusal(rule, "no", Start: 7, Length: length);
        var pipeline = refusal is null ? Pipeline(new TurnDone()) : Pipeline(new VerdictGiven(refusal));

        var opened = (TurnOpened)(await CollectAsync(pipeline.RunAsync(new RunRequest(sql), Token)))[0];
        await CollectAsync(pipeline.RunAsync(new RunRequest(sql, opened.TurnId), Token));

        var turn = store.Turns[opened.TurnId];
        var version = Assert.Single(turn.Versions);
        Assert.Equal(KeptSql.Longest, version.Sql.Length);
        Assert.StartsWith("SELECT ++++", version.Sql, StringComparison.Ordinal);
        Assert.InRange(turn.Question.Length, 1, KeptSql.Longest);
        Assert.Equal(refusal is null ? null : refusal with { Start = null, Length = null }, version.Refusal);
    }

    /// <summary>Whatever the cut falls into, nobody runs half a statement by mistake.</summary>
    [Theory]
    [InlineData("SELECT 1 -- {0}")]
    [InlineData("SELECT 1 /* {0} */")]
    [InlineData("SELECT '{0}'")]
    [InlineData("SELECT $a${0}$a$")]
    [InlineData("SELECT 1 AS {0}")]
    [InlineData("SELECT 1 AS \"{0}\"")]
    public void KeptSql_Beginning_IsNoStatement(string sql)
    {
        var kept = KeptSql.Of(sql.Replace("{0}", new string('x', 2_000_000), StringComparison.Ordinal));

        Assert.Equal(GuardRules.Syntax, GuardVerdicts.Refused(kept).Rule);
    }

    [Fact]
    public async Task RunAsync_LongTextThatIsRead_KeepsIt()
    {
        var sql = $"SELECT '{new string('x', 900_000)}'";

        await CollectAsync(Pipeline(new VerdictGiven(new GuardRefusal(GuardRules.Syntax, "no"))).RunAsync(new RunRequest(sql), Token));

        Assert.Equal(sql, Assert.Single(Assert.Single(store.Turns.Values).Versions).Sql);
    }

    /// <summary>Two halves of one turn at once would each write their version over the other's.</summary>
    [Fact]
    public async Task RunAsync_TurnIsInHand_IsTurnedAwayAndNoVersionIsLost()
    {
        var gate = new TaskCompletionSource();
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline((_, token) => Steps.Of([new DraftWritten(Draft)], token), (_, token) => WaitAsync(gate.Task, token)),
            store, results, new RandomIdentifiers(), PipelineParts.Settings, Here, TimeProvider.System, NullLogger<RecordingPipeline>.Instance);
        var opened = (TurnOpened)(await CollectAsync(pipeline.DraftAsync(new DraftRequest("q"), Token)))[0];

        var first = CollectAsync(pipeline.RunAsync(new RunRequest("SELECT 2", opened.TurnId), Token));
        var second = await CollectAsync(pipeline.RunAsync(new RunRequest("SELECT 3", opened.TurnId), Token));
        gate.SetResult();
        await first;
        var third = await CollectAsync(pipeline.RunAsync(new RunRequest("SELECT 4", opened.TurnId), Token));

        var busy = Assert.IsType<TurnFailed>(Assert.Single(second)).Failure;
        Assert.Equal((FailureTypes.TurnBusy, true), (busy.Type, busy.IsTransient));
        Assert.IsType<TurnDone>(third[^1]);
        Assert.Equal(["SELECT 1", "SELECT 2", "SELECT 4"], store.Turns[opened.TurnId].Versions.Select(version => version.Sql));
    }

    [Fact]
    public async Task RunAsync_Stopped_KeepsHowLongItTookUntilTheNextRun()
    {
        var clock = new Fakes.Pages.ManualClock();
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline(run: (_, token) => Steps.Of([new RowsCounted(1), new TurnDone()], token)),
            store, results, new RandomIdentifiers(), PipelineParts.Settings, Here, clock, NullLogger<RecordingPipeline>.Instance);
        var id = "";
        await foreach (var step in pipeline.RunAsync(new RunRequest("SELECT 2"), Token))
        {
            id = (step as TurnOpened)?.TurnId ?? id;
            clock.Advance(TimeSpan.FromSeconds(2));
            if (step is RowsCounted)
            {
                break;
            }
        }

        Assert.Equal((TurnStatus.Stopped, TimeSpan.FromSeconds(4)), (store.Turns[id].Status, store.Turns[id].StoppedAfter));

        await CollectAsync(pipeline.RunAsync(new RunRequest("SELECT 2", id), Token));
        Assert.Null(store.Turns[id].StoppedAfter);
    }

    private static async IAsyncEnumerable<PipelineEvent> WaitAsync(
        Task gate, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        yield return new TurnDone();
    }

    private static async Task<List<PipelineEvent>> CollectAsync(IAsyncEnumerable<PipelineEvent> events)
    {
        var all = new List<PipelineEvent>();
        await foreach (var step in events)
        {
            all.Add(step);
        }

        return all;
    }

    private RecordingPipeline Pipeline(params object[] steps) => new(
        new ScriptedPipeline((_, token) => Steps.Of(steps, token), (_, token) => Steps.Of(steps, token)),
        store, results, new RandomIdentifiers(), PipelineParts.Settings, Here, TimeProvider.System, NullLogger<RecordingPipeline>.Instance);

    private sealed class MemoryStore : IConversationStore
    {
        public bool Fails { get; set; }

        public Dictionary<string, Turn> Turns { get; } = [];

        public Task<IReadOnlyList<ConversationSummary>> ListAsync(string analyst, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Conversation?> FindAsync(string id, string analyst, CancellationToken cancellationToken) =>
            Task.FromResult<Conversation?>(new(id, "t", default, default, [.. Turns.Values.Where(t => t.ConversationId == id)]));

        public Task<Conversation> CreateAsync(string title, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Turn>> ReadBeforeAsync(
            string conversationId, string turnId, string analyst, int count, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<int?> SaveTurnAsync(Turn turn, CancellationToken cancellationToken)
        {
            Turns[turn.Id] = Fails ? throw new IOException("disk full") : turn;
            return Task.FromResult<int?>(Turns.Count - 1);
        }

        public Task<Turn?> FindTurnAsync(string turnId, CancellationToken cancellationToken) => Task.FromResult(Turns.GetValueOrDefault(turnId));

        public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> MayReadResultAsync(string resultId, string analyst, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
