using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>Packs of turns that were answered out of the memory of pairs.</summary>
public sealed class ReplayMemoryTests(PostgresFixture postgres) : RememberingProduct(postgres)
{
    [Fact]
    public async Task Export_RememberedPair_DoesNotNameWhoKeepsIt()
    {
        await StartAsync();
        await KeepAsync("How many ferries are there?", "SELECT count(*) FROM ferries", "rosalind", isShared: true);
        var (draft, opened) = await DraftAsync("How many ferries are there?", "bob");
        Assert.Equal(GeneratorNames.Memory, draft.Generator);
        Assert.StartsWith("rosalind approved", Assert.Single(draft.Notes), StringComparison.Ordinal);
        var turn = await Services.GetRequiredService<IConversationStore>().FindTurnAsync(opened.TurnId, Token);

        var pack = await Services.GetRequiredService<ReplayExport>().WriteAsync(turn!, withRows: true, Token);

        Assert.DoesNotContain("rosalind", pack, StringComparison.Ordinal);
        Assert.Contains("SELECT count(*)", pack, StringComparison.Ordinal);
    }
}
