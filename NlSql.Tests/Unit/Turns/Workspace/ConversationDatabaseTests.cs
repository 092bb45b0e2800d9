using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Recording;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;
using ScriptedPipeline = NlSql.Tests.Fakes.ScriptedPipeline;

namespace NlSql.Tests.Unit.Turns.Workspace;

/// <summary>Which turns say of which database their conversation is.</summary>
public sealed class ConversationDatabaseTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-mark-").FullName;
    private readonly StorageFolders folders;
    private readonly WorkspaceFile file;
    private readonly MemoryResultStore results = new();
    private readonly SqliteConversationStore store;
    private readonly FixedDatabase here = new();

    public ConversationDatabaseTests()
    {
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);
        file = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        store = new(file, results, new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        file.Dispose();
        folders.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("db_5432-shop", null, "71-shop")]
    [InlineData("db_5432-shop", "72-shop", "72-shop")]
    [InlineData("new_5432-shop", null, null)]
    public async Task Save_OfALaterTurn_KeepsTheServersNumberForItsAddress(string address, string? system, string? kept)
    {
        var conversation = await store.CreateAsync("known", "ana", Token);
        await store.SaveTurnAsync(Turn(conversation.Id, new AskedDatabase("shop", "db_5432-shop", "71-shop")), Token);

        await store.SaveTurnAsync(Turn(conversation.Id, new AskedDatabase("shop", address, system)), Token);

        Assert.Equal(new AskedDatabase("shop", address, kept), (await store.FindAsync(conversation.Id, "ana", Token))!.Database);
    }

    [Fact]
    public async Task Draft_ThatCameToNoDatabase_SaysOfNone()
    {
        var failure = new PipelineFailure(FailureParty.Database, FailureTypes.DatabaseUnreachable, "The database is away.");

        Assert.Null(await AskAsync(new TurnFailed(failure)));
        Assert.Equal(here.Identity, await AskAsync(new DraftWritten(new SqlDraft { Sql = "SELECT 1", Generator = "built-in" }), new TurnFailed(failure)));
    }

    private static Turn Turn(string conversation, AskedDatabase? database) =>
        new() { Id = "t1", ConversationId = conversation, Question = "q", AskedAt = DateTimeOffset.UnixEpoch, Database = database };

    private async Task<AskedDatabase?> AskAsync(params object[] steps)
    {
        var pipeline = new RecordingPipeline(
            new ScriptedPipeline((_, token) => Steps.Of(steps, token), (_, token) => Steps.Of(steps, token)),
            store, results, new RandomIdentifiers(), PipelineParts.Settings, here, TimeProvider.System, NullLogger<RecordingPipeline>.Instance);
        var conversation = "";
        await foreach (var step in pipeline.DraftAsync(new DraftRequest("q") { Analyst = "ana" }, Token))
        {
            conversation = step is TurnOpened opened ? opened.ConversationId : conversation;
        }

        return (await store.FindAsync(conversation, "ana", Token))!.Database;
    }
}
