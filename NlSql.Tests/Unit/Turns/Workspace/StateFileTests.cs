using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Turns.Workspace;

/// <summary>A state.db that cannot be used as it is.</summary>
public sealed class StateFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-state-").FullName;
    private readonly StateHealth health = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StateFile => Path.Combine(root, "state.db");

    [Theory]
    [InlineData("text")]
    [InlineData("half")]
    [InlineData("pages")]
    [InlineData("foreign")]
    public async Task Begin_DamagedFile_SetsItAsideWholeAndBeginsANewOne(string damage)
    {
        await FillAsync();
        await DamageAsync(damage);
        var before = await File.ReadAllBytesAsync(StateFile, Token);
        using var folders = Folders();
        using var file = Workspace(folders);

        file.Begin();
        var store = Store(file);
        var created = await store.CreateAsync("new", "ana", Token);

        Assert.Equal([created.Id], (await store.ListAsync("ana", 10, Token)).Select(c => c.Id));
        Assert.Contains("was damaged", health.Failure!.Message, StringComparison.Ordinal);
        var aside = Directory.GetFiles(root, "state.db.damaged-*").Order(StringComparer.Ordinal).First();

        // The first page's head says in which mode the file was last written.
        Assert.Equal(before.Skip(100), (await File.ReadAllBytesAsync(aside, Token)).Skip(100));
    }

    [Theory]
    [InlineData("newer", "written by a newer NlSql (version 99")]
    [InlineData("folder", "There is a folder in the place of the state file")]
    public async Task Begin_FileThatMustNotBeTouched_LeavesItAndKeepsConversationsForThisProcess(string kind, string expected)
    {
        await FillAsync();
        await DamageAsync(kind);
        var before = kind == "newer" ? await File.ReadAllBytesAsync(StateFile, Token) : [];
        using (var folders = Folders())
        using (var file = Workspace(folders))
        {
            Assert.Contains(expected, file.Examine()!.Message, StringComparison.Ordinal);
            file.Begin();
            var store = Store(file);
            var id = (await store.CreateAsync("new", "ana", Token)).Id;

            Assert.NotNull(await store.FindAsync(id, "ana", Token));
            Assert.Contains(expected, health.Failure!.Message, StringComparison.Ordinal);
            Assert.NotEqual(StateFile, file.Path);
        }

        Assert.Equal(before, kind == "newer" ? await File.ReadAllBytesAsync(StateFile, Token) : []);
    }

    [Fact]
    public async Task Examine_SoundFileOrNone_FindsNothing()
    {
        using var folders = Folders();
        using var file = Workspace(folders);
        Assert.Null(file.Examine());

        await FillAsync();

        Assert.Null(file.Examine());
    }

    [Fact]
    public async Task Write_FullDisk_IsToldAndForgottenWhenThereIsRoom()
    {
        using var folders = Folders();
        using var file = Workspace(folders);
        var store = Store(file);
        await store.CreateAsync("x", "ana", Token);

        // SQLite's own limit on the file's length: a write beyond it ends as on a full disk.
        await using (var limited = file.Open())
        {
            await limited.Database.OpenConnectionAsync(Token);
            var pages = await ScalarAsync(limited, "PRAGMA page_count");
            await ScalarAsync(limited, $"PRAGMA max_page_count = {pages}");
        }

        var error = await Assert.ThrowsAsync<PipelineFailureException>(async () =>
        {
            while (true)
            {
                await store.CreateAsync(new string('x', 100_000), "ana", Token);
            }
        });

        Assert.Equal(FailureTypes.StateUnusable, error.Failure.Type);
        Assert.Contains("is full", health.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("x", (await store.ListAsync("ana", 100, Token))[^1].Title);
        await using (var limited = file.Open())
        {
            await limited.Database.OpenConnectionAsync(Token);
            await ScalarAsync(limited, "PRAGMA max_page_count = 1000000");
        }

        await store.CreateAsync("y", "ana", Token);
        Assert.Null(health.Failure);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static async Task<object?> ScalarAsync(WorkspaceContext context, string sql)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Token);
    }

    private async Task FillAsync()
    {
        using var folders = Folders();
        using var file = Workspace(folders);
        var store = Store(file);
        for (var index = 0; index < 200; index++)
        {
            await store.CreateAsync($"conversation {index} {new string('x', 200)}", "ana", Token);
        }
    }

    private async Task DamageAsync(string kind)
    {
        SqliteConnection.ClearAllPools();
        foreach (var beside in Directory.GetFiles(root, "state.db-*"))
        {
            File.Delete(beside);
        }

        var length = new FileInfo(StateFile).Length;
        switch (kind)
        {
            case "text":
                await File.WriteAllTextAsync(StateFile, "this is no database at all, but a text that somebody put here", Token);
                break;
            case "half":
                await using (var half = File.OpenWrite(StateFile))
                {
                    half.SetLength(length / 2);
                }

                break;
            case "pages":
                await using (var pages = File.OpenWrite(StateFile))
                {
                    pages.Position = 3 * 4096;
                    await pages.WriteAsync(new byte[2 * 4096], Token);
                }

                break;
            case "foreign":
                File.Delete(StateFile);
                await ExecuteAsync("CREATE TABLE conversations (a int)");
                break;
            case "newer":
                await ExecuteAsync("PRAGMA user_version = 99");
                break;
            case "folder":
                File.Delete(StateFile);
                Directory.CreateDirectory(StateFile);
                break;
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={StateFile};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private StorageFolders Folders() => new(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);

    private WorkspaceFile Workspace(StorageFolders folders) => new(folders, health, TimeProvider.System, NullLogger<WorkspaceFile>.Instance);

    private WatchedConversationStore Store(WorkspaceFile file) => new(
        new SqliteConversationStore(
            file, new MemoryResultStore(), new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance),
        file,
        health,
        NullLogger<WatchedConversationStore>.Instance);
}
