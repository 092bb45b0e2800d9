using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Turns.Workspace;

/// <summary>How turns come into a conversation, and what a follow-up reads of it.</summary>
public sealed class ConversationTurnsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nlsql-state-").FullName;
    private readonly StorageFolders folders;
    private readonly WorkspaceFile file;
    private readonly SqliteConversationStore store;

    public ConversationTurnsTests()
    {
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = root }), NullLogger<StorageFolders>.Instance);
        file = new WorkspaceFile(folders, new StateHealth(), TimeProvider.System, NullLogger<WorkspaceFile>.Instance);
        store = new(file, new MemoryResultStore(), new RandomIdentifiers(), TimeProvider.System, NullLogger<SqliteConversationStore>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveTurnAsync_TurnThatBeginsAConversation_MakesItAsItsAnalystsOnce()
    {
        var turn = TurnOf("begun") with { Begins = "Revenue", Analyst = "ana" };
        Assert.Equal(0, await store.SaveTurnAsync(turn, Token));
        Assert.Equal(1, await store.SaveTurnAsync(turn with { Id = "second" }, Token));

        var found = await store.FindAsync("begun", "ana", Token);

        Assert.Equal(("Revenue", "ana", 2), (found!.Title, found.Owner, found.Turns.Count));
        Assert.Null(await store.FindAsync("begun", "bob", Token));
        Assert.All(found.Turns, kept => Assert.Null(kept.Begins));
    }

    [Theory]
    [InlineData("t3", "ana", new[] { "t1", "t2" })]
    [InlineData("t1", "ana", new[] { "t0" })]
    [InlineData("t0", "ana", new string[0])]
    [InlineData("not there", "ana", new[] { "t2", "t3" })]
    [InlineData("t3", "bob", new string[0])]
    public async Task ReadBeforeAsync_Turn_GivesThoseBeforeItAndNoMoreThanAsked(string turn, string analyst, string[] expected)
    {
        var other = (await store.CreateAsync("other", "ana", Token)).Id;
        var id = (await store.CreateAsync("x", "ana", Token)).Id;
        await store.SaveTurnAsync(TurnOf(other) with { Id = "elsewhere" }, Token);
        for (var i = 0; i < 4; i++)
        {
            await store.SaveTurnAsync(TurnOf(id) with { Id = $"t{i}" }, Token);
        }

        Assert.Equal(expected, (await store.ReadBeforeAsync(id, turn, analyst, 2, Token)).Select(found => found.Id));
    }

    public void Dispose()
    {
        store.Dispose();
        file.Dispose();
        folders.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static Turn TurnOf(string conversationId) => new()
    {
        Id = "turn",
        ConversationId = conversationId,
        Question = "q",
        AskedAt = DateTimeOffset.UnixEpoch,
    };
}
