using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Unit.State;

public sealed class ConversationStateTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly MemoryConversationStore store;
    private readonly ScriptedPipeline pipeline = new();
    private readonly LiveTurns live;
    private readonly ConversationState state;

    public ConversationStateTests()
    {
        store = new MemoryConversationStore(clock);
        live = new LiveTurns(pipeline, store, new RandomIdentifiers(), clock, NullLogger<LiveTurns>.Instance);
        state = new ConversationState(live, store, new UnsavedEdits(), new CircuitPresence(), new RandomIdentifiers(), clock);
    }

    public void Dispose()
    {
        state.Dispose();
        live.Dispose();
    }

    [Fact]
    public async Task Open_GivenUpHalfWay_ReadsAgainTheNextTime()
    {
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = clock.GetUtcNow(), Status = TurnStatus.Answered };
        store.Keep(turn);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => state.OpenAsync("c1", new CancellationToken(canceled: true)));

        await state.OpenAsync("c1", TestContext.Current.CancellationToken);

        Assert.Equal("q", Assert.Single(state.Turns).View.Question);
    }

    [Fact]
    public async Task Ask_TurnsId_IsOneOfTheProducts()
    {
        await state.AskAsync("How many orders?", TestContext.Current.CancellationToken);

        Assert.True(IdentifierShape.Fits(state.Turns[0].View.Id));
    }
}
