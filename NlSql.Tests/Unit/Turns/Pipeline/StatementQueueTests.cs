using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Queueing;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class StatementQueueTests
{
    private static readonly TimeSpan Ever = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnterAsync_WhileThereIsRoom_WaitsForNobody()
    {
        var queue = Queue(rooms: 2);
        var told = new List<int>();

        using var first = await queue.EnterAsync("ana", told.Add, Token);
        using var second = await queue.EnterAsync("ana", told.Add, Token);

        Assert.Empty(told);
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task EnterAsync_Full_TellsThePlaceAndEachNewOne()
    {
        var queue = Queue(rooms: 1);
        var first = await queue.EnterAsync("ana", null, Token);
        List<int> next = [], last = [];
        var second = queue.EnterAsync("ana", next.Add, Token);
        var third = queue.EnterAsync("ana", last.Add, Token);

        first.Dispose();
        (await second).Dispose();
        (await third).Dispose();

        Assert.Equal([1], next);
        Assert.Equal([2, 1], last);
    }

    /// <summary>Who sends many waits behind oneself, not before the others.</summary>
    [Fact]
    public async Task EnterAsync_OneSendsManyAndThenAnotherOne_TheOtherIsNext()
    {
        var queue = Queue(rooms: 1);
        var running = await queue.EnterAsync("ana", null, Token);
        var many = Enumerable.Range(0, 5).Select(_ => queue.EnterAsync("ana", null, Token)).ToList();
        var places = new List<int>();
        var other = queue.EnterAsync("bob", places.Add, Token);

        running.Dispose();

        (await other).Dispose();
        Assert.Equal([1], places);
        foreach (var one in many)
        {
            (await one).Dispose();
        }
    }

    [Fact]
    public async Task EnterAsync_OverTheAnalystsOwnLimit_LeavesRoomForOthers()
    {
        var queue = new StatementQueue(3, 1, Ever, "statements", TimeProvider.System);
        var first = await queue.EnterAsync("ana", null, Token);
        var second = queue.EnterAsync("ana", null, Token);

        using (await queue.EnterAsync("bob", null, Token))
        {
            Assert.False(second.IsCompleted);
        }

        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_AnalystHasAsManyAsAllowed_IsToldThatAndNotThatThereIsNoRoom()
    {
        var queue = new StatementQueue(3, 1, TimeSpan.Zero, "statements", TimeProvider.System);
        using var held = await queue.EnterAsync("ana", null, Token);

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => queue.EnterAsync("ana", null, Token));

        Assert.Contains("1 statements of this analyst run already", error.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnterAsync_NoRoomWithinThePatience_IsBusyAndGivesUpItsPlace()
    {
        var queue = new StatementQueue(1, 1, TimeSpan.Zero, "statements", TimeProvider.System);
        using var running = await queue.EnterAsync("ana", null, Token);

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => queue.EnterAsync("bob", null, Token));

        Assert.Equal((FailureTypes.Busy, FailureParty.Infrastructure, true), (error.Failure.Type, error.Failure.Party, error.Failure.IsTransient));
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task EnterAsync_Cancelled_GivesUpItsPlaceAndLosesNoRoom()
    {
        var queue = Queue(rooms: 1);
        var running = await queue.EnterAsync("ana", null, Token);
        using var leave = new CancellationTokenSource();
        var left = queue.EnterAsync("ana", null, leave.Token);
        var places = new List<int>();
        var next = queue.EnterAsync("ana", places.Add, Token);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        running.Dispose();
        (await next).Dispose();

        Assert.Equal([2, 1], places);
        using var again = await queue.EnterAsync("ana", null, Token);
    }

    /// <summary>Whatever the order, there are never more than there is room for, and all come through.</summary>
    [Fact]
    public async Task EnterAsync_ManyAtOnce_NeverMoreThanThereIsRoom()
    {
        var queue = Queue(rooms: 3);
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            async () =>
            {
                using var room = await queue.EnterAsync($"analyst{i % 7}", _ => { }, Token);
                InterlockedMost(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
            },
            Token)));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, queue.Length);
    }

    private static StatementQueue Queue(int rooms) => new(rooms, rooms, Ever, "statements", TimeProvider.System);

    private static void InterlockedMost(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
