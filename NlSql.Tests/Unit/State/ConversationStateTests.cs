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
    private readonly ManualClock _clock = new();
    private readonly MemoryConversationStore _store;
    private readonly ScriptedPipeline _pipeline = new();
    private readonly LiveTurns _live;
    private readonly ConversationState _state;

    public ConversationStateTests()
    {
        _store = new MemoryConversationStore(_clock);
        _live = new LiveTurns(_pipeline, _store, new RandomIdentifiers(), _clock, NullLogger<LiveTurns>.Instance);
        _state = new ConversationState(_live, _store, new UnsavedEdits(), new CircuitPresence(), new RandomIdentifiers(), _clock);
    }

    public void Dispose()
    {
        _state.Dispose();
        _live.Dispose();
    }

    [Fact]
    public async Task Open_GivenUpHalfWay_ReadsAgainTheNextTime()
    {
        var turn = new Turn { Id = "t1", ConversationId = "c1", Question = "q", AskedAt = _clock.GetUtcNow(), Status = TurnStatus.Answered };
        _store.Keep(turn);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _state.OpenAsync("c1", new CancellationToken(canceled: true)));

        await _state.OpenAsync("c1", TestContext.Current.CancellationToken);

        Assert.Equal("q", Assert.Single(_state.Turns).View.Question);
    }

    [Fact]
    public async Task Ask_TurnsId_IsOneOfTheProducts()
    {
        await _state.AskAsync("How many orders?", TestContext.Current.CancellationToken);

        Assert.True(IdentifierShape.Fits(_state.Turns[0].View.Id));
    }
}
