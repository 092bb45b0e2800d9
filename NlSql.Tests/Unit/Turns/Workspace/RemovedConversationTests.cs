using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Turns.Workspace;

/// <summary>What is removed is gone: the rows of every run, and the bytes of questions and SQL in the state file.</summary>
public sealed class RemovedConversationTests : IDisposable
{
    private const string Secret = "what does Wilhelmina Oyelaran earn";

    private readonly string root = Directory.CreateTempSubdirectory("nlsql-removed-").FullName;
    private readonly StorageFolders folders;
    private readonly WorkspaceFile file;
    private readonly MemoryResultStore results = new();
    private readonly SqliteConversationStore store;

    public RemovedConversationTests()
    {
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);
        file = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        store = new(file, results, new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeleteAsync_TurnThatRanTwice_RemovesTheRowsOfBothRunsAndNoOthers()
    {
        var (removed, other) = ((await store.CreateAsync("x", "ana", Token)).Id, (await store.CreateAsync("y", "ana", Token)).Id);
        await store.SaveTurnAsync(Ran(removed, "t1", "r1"), Token);
        await store.SaveTurnAsync(Ran(removed, "t1", "r2"), Token);
        await store.SaveTurnAsync(Ran(other, "t2", "r3"), Token);

        await store.DeleteAsync(removed, "ana", Token);

        Assert.False(await IsKeptAsync("r1"));
        Assert.False(await IsKeptAsync("r2"));
        Assert.True(await IsKeptAsync("r3"));
    }

    [Fact]
    public async Task DeleteAsync_Known_LeavesNoneOfItsWordsInTheFile()
    {
        var id = (await store.CreateAsync(Secret, "ana", Token)).Id;
        for (var i = 0; i < 20; i++)
        {
            await store.SaveTurnAsync(Ran(id, $"t{i}", $"r{i}"), Token);
        }

        Assert.True(IsOnDisk());

        await store.DeleteAsync(id, "ana", Token);

        Assert.False(IsOnDisk());
    }

    /// <summary>A state file of before results were noted: the last run of each turn is known by its record.</summary>
    [Fact]
    public async Task Upgrade_FileOfVersion2_KnowsTheResultsOfItsTurns()
    {
        var id = (await store.CreateAsync("x", "ana", Token)).Id;
        await store.SaveTurnAsync(Ran(id, "t1", "r1"), Token);
        await ExecuteAsync(
            "DROP TABLE traces; DROP TABLE pairs; DROP TABLE results; DROP INDEX conversations_owner; ALTER TABLE conversations DROP COLUMN owner; "
            + "ALTER TABLE conversations DROP COLUMN shared; ALTER TABLE conversations DROP COLUMN database; PRAGMA user_version = 2");
        await ExecuteAsync($"INSERT INTO turns (id, conversation_id, ordinal, record) VALUES ('odd', '{id}', 7, 'not json')");

        using var later = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        await new SqliteConversationStore(later, results, new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance)
            .DeleteAsync(id, "ana", Token);

        Assert.False(await IsKeptAsync("r1"));
    }

    public void Dispose()
    {
        file.Dispose();
        folders.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private Turn Ran(string conversationId, string turnId, string resultId) => new()
    {
        Id = turnId,
        ConversationId = conversationId,
        Question = Secret,
        AskedAt = DateTimeOffset.UnixEpoch,
        Status = TurnStatus.Answered,
        Result = results.Add(
            new StoredResult
            {
                Id = resultId,
                Columns = [new ResultColumn("a", "text", ColumnKind.Text)],
                RowCount = 1,
                Sql = "SELECT 1",
                RanAt = DateTimeOffset.UnixEpoch,
            },
            [["1"]]),
    };

    private async Task<bool> IsKeptAsync(string resultId) => await results.FindAsync(resultId, Token) is not null;

    private bool IsOnDisk()
    {
        var words = Encoding.UTF8.GetBytes(Secret);
        return Directory.GetFiles(Path.GetDirectoryName(folders.StateFile)!, Path.GetFileName(folders.StateFile) + "*").Any(Holds);

        bool Holds(string path)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(words) >= 0;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folders.StateFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
