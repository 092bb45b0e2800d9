using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Turns.Workspace;

public sealed class SqliteConversationStoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-state-").FullName;
    private readonly StorageFolders folders;
    private readonly WorkspaceFile file;
    private readonly MemoryResultStore results = new();
    private readonly SqliteConversationStore store;

    public SqliteConversationStoreTests()
    {
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);
        file = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        store = Open(file);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveTurnAsync_EveryPart_ComesBackFromAnotherProcessesView()
    {
        var conversation = await store.CreateAsync("Revenue", "ana", Token);
        var turn = Full(conversation.Id);
        await store.SaveTurnAsync(turn, Token);

        using var other = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        var found = Assert.Single((await Open(other).FindAsync(conversation.Id, "ana", Token))!.Turns);

        Assert.Equal(TurnJson.Write(turn), TurnJson.Write(found));
        Assert.Equal(turn.Analysis!.Numbers[0].Cells, found.Analysis!.Numbers[0].Cells);
        Assert.Equal("function-not-listed", found.Versions[0].Refusal!.Rule);
    }

    [Fact]
    public async Task SaveTurnAsync_SameIdAgain_Replaces()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        await store.SaveTurnAsync(Full(conversation.Id), Token);
        await store.SaveTurnAsync(Full(conversation.Id) with { Question = "changed" }, Token);

        Assert.Equal("changed", Assert.Single((await store.FindAsync(conversation.Id, "ana", Token))!.Turns).Question);
    }

    [Fact]
    public async Task Conversation_OfOneAnalyst_IsReadAndDeletedByThatOneOnly()
    {
        var conversation = await store.CreateAsync("Revenue", "ana", Token);
        await store.SaveTurnAsync(Full(conversation.Id), Token);
        var result = Full(conversation.Id).Result!.Id;

        Assert.Empty(await store.ListAsync("bob", 10, Token));
        Assert.Null(await store.FindAsync(conversation.Id, "bob", Token));
        Assert.False(await store.MayReadResultAsync(result, "bob", Token));
        Assert.True(await store.MayReadResultAsync(result, "ana", Token));
        Assert.False(await store.ShareAsync(conversation.Id, "bob", true, Token));
        Assert.False(await store.DeleteAsync(conversation.Id, "bob", Token));

        Assert.True(await store.ShareAsync(conversation.Id, "ana", true, Token));
        Assert.False((await store.FindAsync(conversation.Id, "bob", Token))!.IsOf("bob"));
        Assert.True(await store.MayReadResultAsync(result, "bob", Token));
        Assert.Empty(await store.ListAsync("bob", 10, Token));
        Assert.False(await store.DeleteAsync(conversation.Id, "bob", Token));
        Assert.True(await store.DeleteAsync(conversation.Id, "ana", Token));
    }

    [Fact]
    public async Task ListAsync_Several_NewestFirstWithTheirTurns()
    {
        var clock = new ManualClock();
        var store = Open(file, clock);
        var ids = new List<string>();
        foreach (var title in (string[])["first", "second", "third"])
        {
            ids.Add((await store.CreateAsync(title, "ana", Token)).Id);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([ids[2], ids[1], ids[0]], (await store.ListAsync("ana", 10, Token)).Select(c => c.Id));
        await store.SaveTurnAsync(Full(ids[1]), Token);

        var list = await store.ListAsync("ana", 10, Token);

        Assert.Equal([(ids[1], 1), (ids[2], 0), (ids[0], 0)], list.Select(c => (c.Id, c.Turns)));
        Assert.Equal([ids[1]], (await store.ListAsync("ana", 1, Token)).Select(c => c.Id));
    }

    [Fact]
    public async Task DeleteAsync_Known_RemovesItsTurns()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        await store.SaveTurnAsync(Full(conversation.Id), Token);

        await store.DeleteAsync(conversation.Id, "ana", Token);

        Assert.Null(await store.FindAsync(conversation.Id, "ana", Token));
        Assert.Null(await store.FindTurnAsync("turn", Token));
    }

    /// <summary>What a run that goes on over the removal of its conversation saves at its end.</summary>
    [Fact]
    public async Task SaveTurnAsync_ConversationWasRemoved_BringsNothingBack()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        Assert.Equal(0, await store.SaveTurnAsync(Full(conversation.Id) with { Status = TurnStatus.Running }, Token));
        await store.DeleteAsync(conversation.Id, "ana", Token);

        Assert.Null(await store.SaveTurnAsync(Full(conversation.Id), Token));

        Assert.Empty(await store.ListAsync("ana", 10, Token));
        Assert.Null(await store.FindAsync(conversation.Id, "ana", Token));
        Assert.Null(await store.FindTurnAsync("turn", Token));
    }

    /// <summary>A trigger stands for the process that is killed between two deletions.</summary>
    [Fact]
    public async Task DeleteAsync_CannotFinish_RemovesNothing()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        await store.SaveTurnAsync(Full(conversation.Id), Token);
        await ExecuteAsync("CREATE TRIGGER halt BEFORE DELETE ON conversations BEGIN SELECT RAISE(ABORT, 'halt'); END");

        await Assert.ThrowsAsync<SqliteException>(() => store.DeleteAsync(conversation.Id, "ana", Token));

        Assert.Single((await store.FindAsync(conversation.Id, "ana", Token))!.Turns);
    }

    /// <summary>Same id, another start: in a container the next NlSql has the id of the one that was killed.</summary>
    [Fact]
    public async Task FindTurnAsync_WriterWasKilledAndItsIdIsTaken_SaysStopped()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        await store.SaveTurnAsync(Full(conversation.Id) with { Status = TurnStatus.Running }, Token);
        Assert.Equal(TurnStatus.Running, (await store.FindTurnAsync("turn", Token))!.Status);

        var parts = RunningProcess.Mark.Split(':');
        await ExecuteAsync($"UPDATE turns SET writer = '{parts[0]}:1:{parts[2]}'");

        Assert.Equal(TurnStatus.Stopped, (await store.FindTurnAsync("turn", Token))!.Status);
        Assert.Equal(TurnStatus.Stopped, Assert.Single((await store.FindAsync(conversation.Id, "ana", Token))!.Turns).Status);
    }

    [Fact]
    public async Task Database_OfATurn_IsItsConversationsAlsoInTheList()
    {
        var asked = new AskedDatabase("shop on db:5432", "db_5432-shop", "71-shop");
        var known = await store.CreateAsync("known", "ana", Token);
        await store.SaveTurnAsync(Full(known.Id) with { Database = asked }, Token);
        await store.SaveTurnAsync(Full(known.Id) with { Id = "later", Database = null }, Token);
        var unknown = await store.CreateAsync("unknown", "ana", Token);
        await store.SaveTurnAsync(Full(unknown.Id) with { Id = "other" }, Token);

        Assert.Equal(asked, (await store.FindAsync(known.Id, "ana", Token))!.Database);
        var list = (await store.ListAsync("ana", 10, Token)).ToDictionary(one => one.Id, one => one.Database);
        Assert.Equal((asked, null), (list[known.Id], list[unknown.Id]));
    }

    /// <summary>As version 1 left it: questions asked at once in the same place, a bare process id as the writer.</summary>
    [Fact]
    public async Task Upgrade_FileOfVersion1_PlacesEveryTurnAndTellsWhatWasInterrupted()
    {
        await ExecuteAsync("""
            CREATE TABLE conversations (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
            CREATE INDEX conversations_updated_at ON conversations (updated_at DESC);
            CREATE TABLE turns (
                id TEXT NOT NULL PRIMARY KEY,
                conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
                ordinal INTEGER NOT NULL,
                writer INTEGER NOT NULL,
                record TEXT NOT NULL
            ) STRICT;
            CREATE INDEX turns_conversation ON turns (conversation_id, ordinal);
            INSERT INTO conversations VALUES ('c1', 'one', 1, 1), ('c2', 'two', 2, 2);
            PRAGMA user_version = 1;
            """);
        (string, string, int)[] rows = [("d", "c1", 1), ("a", "c1", 0), ("c", "c1", 1), ("b", "c1", 1), ("e", "c2", 0)];
        foreach (var (id, conversation, ordinal) in rows)
        {
            var record = $$"""{"id":"{{id}}","conversationId":"{{conversation}}","question":"q","askedAt":"2026-01-01T00:00:00Z","status":"Running"}""";
            await ExecuteAsync($"INSERT INTO turns VALUES ('{id}', '{conversation}', {ordinal}, {Environment.ProcessId}, '{record}')");
        }

        var turns = (await store.FindAsync("c1", "ana", Token))!.Turns;

        Assert.Equal([("a", 0), ("b", 1), ("c", 2), ("d", 3)], turns.Select(turn => (turn.Id, turn.Ordinal)));
        Assert.All(turns, turn => Assert.Equal((TurnStatus.Stopped, TurnOrigin.Page), (turn.Status, turn.Origin)));
        Assert.Equal(4, await store.SaveTurnAsync(Full("c1") with { Id = "f" }, Token));
        Assert.Equal(0, Assert.Single((await store.FindAsync("c2", "ana", Token))!.Turns).Ordinal);
    }

    [Fact]
    public async Task Upgrade_ManyAtOnce_AllSucceed()
    {
        var path = Path.Combine(root, "other.db");

        await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => WorkspaceSchema.Upgrade($"Data Source={path};Pooling=False;Default Timeout=30"), Token)));

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task SaveTurnAsync_ManyAtOnce_EachHasItsPlaceAndKeepsIt()
    {
        var conversation = await store.CreateAsync("x", "ana", Token);
        using var other = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        SqliteConversationStore[] stores = [store, Open(other)];
        var places = new ConcurrentDictionary<string, int?>();

        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token };
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), options, async (i, token) =>
        {
            var turn = Full(conversation.Id) with { Id = $"turn{i}" };
            places[turn.Id] = await stores[i % 2].SaveTurnAsync(turn, token);
            Assert.Equal(places[turn.Id], await stores[i % 2].SaveTurnAsync(turn with { Question = "again" }, token));
        });

        var turns = (await store.FindAsync(conversation.Id, "ana", Token))!.Turns;
        Assert.Equal(Enumerable.Range(0, 20), turns.Select(turn => turn.Ordinal));
        Assert.All(turns, turn => Assert.Equal((places[turn.Id], "again"), (turn.Ordinal, turn.Question)));
    }

    public void Dispose()
    {
        file.Dispose();
        folders.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private SqliteConversationStore Open(WorkspaceFile file, TimeProvider? clock = null) =>
        new(file, results, new RandomIdentifiers(), clock ?? TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);

    /// <summary>Past the store, as another program would.</summary>
    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folders.StateFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static Turn Full(string conversationId) => new()
    {
        Id = "turn",
        ConversationId = conversationId,
        Question = "مرحبا 🌍 <b>",
        AskedAt = DateTimeOffset.UnixEpoch,
        Origin = TurnOrigin.Api,
        Status = TurnStatus.Answered,
        Draft = new SqlDraft
        {
            Sql = "SELECT 1",
            Generator = "built-in",
            Confidence = 0.5,
            Declined = new Decline("no", ["x"]),
            Clarify = new Clarification("which?", ["a"]),
        },
        Tables = [new TurnTable("sales.orders", "its name")],
        Versions =
        [
            new SqlVersion(
                1,
                "SELECT 1",
                "built-in",
                DateTimeOffset.UnixEpoch,
                new GuardRefusal("function-not-listed", "no", "FuncCall", 1, 2),
                new PlanEstimate(1, double.PositiveInfinity, [], false)),
        ],
        Result = new StoredResult
        {
            Id = "r",
            Columns = [new("a", "int", Core.Database.Catalog.ColumnKind.Integer)],
            RowCount = 1,
            Sql = "SELECT 1",
            RanAt = DateTimeOffset.UnixEpoch,
            Duration = TimeSpan.FromMilliseconds(5),
        },
        ResultVersion = 1,
        Chart = new ChartSpec { Kind = ChartKind.Bar, Title = "t", Reason = "r", Y = [1] },
        Analysis = new AnalysisFinished("text", "built-in", [new TracedNumber("1", "cell", [new CellReference(0, 0)])], [], ["next?"], []),
        FollowUps = ["next?"],
        Failure = new PipelineFailure(FailureParty.Database, "database-error", "m", "a", true) { SqlState = "42P01", Position = 3 },
        Timings = new Dictionary<string, double> { ["Execution"] = 1.5 },
    };
}
