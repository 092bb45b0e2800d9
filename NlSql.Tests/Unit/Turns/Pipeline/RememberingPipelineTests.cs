using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Memory;
using NlSql.Tests.Fakes.Pages;
using NlSql.Tests.Unit.Language.Generation;
using Scripted = NlSql.Tests.Fakes.ScriptedPipeline;

namespace NlSql.Tests.Unit.Turns.Pipeline;

/// <summary>The run is over and has to say so, whatever becomes of what it put right.</summary>
public sealed class RememberingPipelineTests : IDisposable
{
    private const string Corrected = "SELECT count(*) FROM boats WHERE berths >= 6";

    private readonly string root = Directory.CreateTempSubdirectory("nlsql-remembering-").FullName;
    private readonly StorageFolders folders;
    private readonly WorkspaceFile file;
    private readonly SqliteConversationStore turns;
    private readonly SqliteVerifiedPairs pairs;
    private readonly FixedDatabase database = new() { Catalog = SmallCatalog.Catalog };
    private readonly ModelHarness.CollectedLog log = new();
    private readonly CancellationTokenSource leaving = new();

    public RememberingPipelineTests()
    {
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);
        file = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        turns = new(file, new MemoryResultStore(), new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);
        pairs = new(file, new RandomIdentifiers(), TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_CallerLeavesAtTheEnd_IsToldAndKept()
    {
        Assert.IsType<TurnDone>(Assert.Single(await RunAsync()));

        Assert.Equal(Corrected, Assert.Single(await KeptAsync()).Sql);
    }

    [Fact]
    public async Task Run_FaultThatNobodyExpects_IsToldAllTheSame()
    {
        database.Fault = new InvalidOperationException("A bug.");

        Assert.IsType<TurnDone>(Assert.Single(await RunAsync()));

        Assert.Contains("What turn turn corrected could not be kept", Assert.Single(log.Entries), StringComparison.Ordinal);
        Assert.Contains("A bug.", log.Entries[0], StringComparison.Ordinal);
        Assert.Empty(await KeptAsync());
    }

    /// <summary>A database that is being read anew: whoever has left waits for nothing.</summary>
    [Fact]
    public async Task Run_CallerLeavesWhileTheDatabaseIsAwaited_EndsTheWait()
    {
        database.Catalog = null;

        Assert.IsType<TurnDone>(Assert.Single(await RunAsync().WaitAsync(TimeSpan.FromMinutes(1), Token)));

        Assert.Empty(await KeptAsync());
    }

    /// <summary>What a program sends is never kept: its turn is not read, so that a store that cannot be asked is no fault.</summary>
    [Fact]
    public async Task Run_SentByAProgram_DoesNotReadItsTurn()
    {
        Assert.IsType<TurnDone>(Assert.Single(await RunAsync(TurnOrigin.Api, store: null)));

        Assert.Empty(log.Entries);
        Assert.Empty(await KeptAsync());
    }

    public void Dispose()
    {
        leaving.Dispose();
        turns.Dispose();
        file.Dispose();
        folders.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private Task<IReadOnlyList<VerifiedPair>> KeptAsync() => pairs.ListAsync("ada", SmallCatalog.Catalog.DatabaseId, Token);

    private Task<List<PipelineEvent>> RunAsync() => RunAsync(TurnOrigin.Page, turns);

    private async Task<List<PipelineEvent>> RunAsync(TurnOrigin origin, SqliteConversationStore? store)
    {
        var turn = new Turn
        {
            Id = "turn",
            ConversationId = "conversation",
            Begins = "Boats",
            Question = "How many large boats are there?",
            AskedAt = DateTimeOffset.UnixEpoch,
            Analyst = "ada",
            Draft = new SqlDraft { Sql = "SELECT count(*) FROM boats", Generator = "model" },
        };
        await turns.SaveTurnAsync(turn, Token);
        using var loggers = new LoggerFactory([log]);
        var pipeline = new RememberingPipeline(
            new Scripted(run: (_, _) => EndAsync()),
            store!,
            pairs,
            database,
            Options.Create(new MemoryOptions()),
            loggers.CreateLogger<RememberingPipeline>());
        return await pipeline.RunAsync(new RunRequest(Corrected, turn.Id) { Analyst = "ada", Origin = origin }, leaving.Token).ToListAsync(Token);
    }

    private async IAsyncEnumerable<PipelineEvent> EndAsync()
    {
        await leaving.CancelAsync();
        yield return new TurnDone();
    }
}
