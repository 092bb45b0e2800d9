using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Unit.Turns.Workspace;

public sealed class SqliteConversationStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nlsql-state-").FullName;
    private readonly StorageFolders _folders;
    private readonly WorkspaceFile _file;
    private readonly SqliteConversationStore _store;

    public SqliteConversationStoreTests()
    {
        _folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = _root }), NullLogger<StorageFolders>.Instance);
        _file = new WorkspaceFile(_folders);
        _store = Open(_file);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveTurnAsync_EveryPart_ComesBackFromAnotherProcessesView()
    {
        var conversation = await _store.CreateAsync("Revenue", Token);
        var turn = Full(conversation.Id);
        await _store.SaveTurnAsync(turn, Token);

        using var other = new WorkspaceFile(_folders);
        var found = Assert.Single((await Open(other).FindAsync(conversation.Id, Token))!.Turns);

        Assert.Equal(TurnJson.Write(turn), TurnJson.Write(found));
        Assert.Equal(turn.Analysis!.Numbers[0].Cells, found.Analysis!.Numbers[0].Cells);
        Assert.Equal("function-not-listed", found.Versions[0].Refusal!.Rule);
    }

    [Fact]
    public async Task SaveTurnAsync_SameIdAgain_Replaces()
    {
        var conversation = await _store.CreateAsync("x", Token);
        await _store.SaveTurnAsync(Full(conversation.Id), Token);
        await _store.SaveTurnAsync(Full(conversation.Id) with { Question = "changed" }, Token);

        Assert.Equal("changed", Assert.Single((await _store.FindAsync(conversation.Id, Token))!.Turns).Question);
    }

    [Fact]
    public async Task ListAsync_Several_NewestFirstWithTheirTurns()
    {
        var first = await _store.CreateAsync("first", Token);
        var second = await _store.CreateAsync("second", Token);
        await _store.SaveTurnAsync(Full(first.Id), Token);

        var list = await _store.ListAsync(10, Token);

        Assert.Equal([first.Id, second.Id], list.Select(c => c.Id).OrderBy(id => id == second.Id));
        Assert.Equal(1, list.Single(c => c.Id == first.Id).Turns);
    }

    [Fact]
    public async Task DeleteAsync_Known_RemovesItsTurns()
    {
        var conversation = await _store.CreateAsync("x", Token);
        await _store.SaveTurnAsync(Full(conversation.Id), Token);

        await _store.DeleteAsync(conversation.Id, Token);

        Assert.Null(await _store.FindAsync(conversation.Id, Token));
        Assert.Null(await _store.FindTurnAsync("turn", Token));
    }

    /// <summary>A trigger stands for the process that is killed between two deletions.</summary>
    [Fact]
    public async Task DeleteAsync_CannotFinish_RemovesNothing()
    {
        var conversation = await _store.CreateAsync("x", Token);
        await _store.SaveTurnAsync(Full(conversation.Id), Token);
        await using (var connection = new SqliteConnection($"Data Source={_folders.StateFile};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var trigger = new SqliteCommand("CREATE TRIGGER halt BEFORE DELETE ON conversations BEGIN SELECT RAISE(ABORT, 'halt'); END", connection);
            await trigger.ExecuteNonQueryAsync(Token);
        }

        await Assert.ThrowsAsync<SqliteException>(() => _store.DeleteAsync(conversation.Id, Token));

        Assert.Single((await _store.FindAsync(conversation.Id, Token))!.Turns);
    }

    [Fact]
    public async Task FindTurnAsync_WriterWasKilledWhileRunning_SaysStopped()
    {
        var conversation = await _store.CreateAsync("x", Token);
        await _store.SaveTurnAsync(Full(conversation.Id) with { Status = TurnStatus.Running }, Token);
        Assert.Equal(TurnStatus.Running, (await _store.FindTurnAsync("turn", Token))!.Status);

        await using var connection = new SqliteConnection($"Data Source={_folders.StateFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = new SqliteCommand($"UPDATE turns SET writer = {int.MaxValue}", connection);
        await command.ExecuteNonQueryAsync(Token);

        Assert.Equal(TurnStatus.Stopped, (await _store.FindTurnAsync("turn", Token))!.Status);
    }

    [Fact]
    public async Task Upgrade_ManyAtOnce_AllSucceed()
    {
        var path = Path.Combine(_root, "other.db");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WorkspaceSchema.Upgrade($"Data Source={path};Pooling=False;Default Timeout=30"), Token)));

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task SaveTurnAsync_ManyAtOnce_LosesNone()
    {
        var conversation = await _store.CreateAsync("x", Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), Token, async (i, token) =>
            await _store.SaveTurnAsync(Full(conversation.Id) with { Id = $"turn{i}", Ordinal = i }, token));

        Assert.Equal(20, (await _store.FindAsync(conversation.Id, Token))!.Turns.Count);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folders.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static SqliteConversationStore Open(WorkspaceFile file) =>
        new(file, new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);

    private static Turn Full(string conversationId) => new()
    {
        Id = "turn",
        ConversationId = conversationId,
        Question = "مرحبا 🌍 <b>",
        AskedAt = DateTimeOffset.UnixEpoch,
        Status = TurnStatus.Answered,
        Draft = new SqlDraft { Sql = "SELECT 1", Generator = "built-in", Confidence = 0.5, Declined = new Decline("no", ["x"]), Clarify = new Clarification("which?", ["a"]) },
        Tables = [new TurnTable("sales.orders", "its name")],
        Versions = [new SqlVersion(1, "SELECT 1", "built-in", DateTimeOffset.UnixEpoch, new GuardRefusal("function-not-listed", "no", "FuncCall", 1, 2), new PlanEstimate(1, double.PositiveInfinity, [], false))],
        Result = new StoredResult { Id = "r", Columns = [new("a", "int", Core.Database.Catalog.ColumnKind.Integer)], RowCount = 1, Sql = "SELECT 1", RanAt = DateTimeOffset.UnixEpoch, Duration = TimeSpan.FromMilliseconds(5) },
        ResultVersion = 1,
        Chart = new ChartSpec { Kind = ChartKind.Bar, Title = "t", Reason = "r", Y = [1] },
        Analysis = new AnalysisFinished("text", "built-in", [new TracedNumber("1", "cell", [new CellReference(0, 0)])], [], ["next?"], []),
        FollowUps = ["next?"],
        Failure = new PipelineFailure(FailureParty.Database, "database-error", "m", "a", true) { SqlState = "42P01", Position = 3 },
        Timings = new Dictionary<string, double> { ["Execution"] = 1.5 },
    };
}
