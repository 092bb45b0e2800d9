using NlSql.Core.Turns.Workspace;

namespace NlSql.Tests.Unit.Turns.Workspace;

public sealed class TurnWriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveAsync_WhileOneIsWritten_WritesTheOthersTogetherAndInTheirOrder()
    {
        var groups = new List<string[]>();
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new TurnWriter(async turns =>
        {
            groups.Add([.. turns.Select(turn => turn.Id)]);
            begun.TrySetResult();
            await disk.Task;
            return [.. turns.Select(turn => (int?)int.Parse(turn.Id, System.Globalization.CultureInfo.InvariantCulture))];
        });
        var first = writer.SaveAsync(TurnOf("1"), Token);
        await begun.Task.WaitAsync(Token);
        var others = new[] { writer.SaveAsync(TurnOf("2"), Token), writer.SaveAsync(TurnOf("3"), Token) };

        Assert.False(first.IsCompleted);
        disk.SetResult();

        Assert.Equal(1, await first);
        Assert.Equal([2, 3], await Task.WhenAll(others));
        Assert.Equal([["1"], ["2", "3"]], groups);
    }

    [Fact]
    public async Task Idle_WhileOneIsWrittenAndOthersWait_EndsAfterAllOfThem()
    {
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = 0;
        var writer = new TurnWriter(async turns =>
        {
            await disk.Task;
            written += turns.Count;
            return [.. turns.Select(_ => (int?)0)];
        });
        Assert.True(writer.Idle.IsCompleted);
        using var gone = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 100).Select(i => writer.SaveAsync(TurnOf($"{i}"), gone.Token)).ToList();
        await gone.CancelAsync();

        Assert.False(writer.Idle.IsCompleted);
        disk.SetResult();
        await writer.Idle.WaitAsync(Token);

        Assert.Equal(100, written);
        await Task.WhenAll(waits).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task SaveAsync_OneOfAGroupCannotBeWritten_OnlyThatOneFails()
    {
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new TurnWriter(async turns =>
        {
            begun.TrySetResult();
            await disk.Task;
            return turns.Any(turn => turn.Id == "bad") ? throw new IOException("no room") : [.. turns.Select(_ => (int?)0)];
        });
        var first = writer.SaveAsync(TurnOf("1"), Token);
        await begun.Task.WaitAsync(Token);
        var good = writer.SaveAsync(TurnOf("2"), Token);
        var bad = writer.SaveAsync(TurnOf("bad"), Token);
        disk.SetResult();

        Assert.Equal(0, await first);
        Assert.Equal(0, await good);
        await Assert.ThrowsAsync<IOException>(() => bad);
        Assert.Equal(0, await writer.SaveAsync(TurnOf("3"), Token));
    }

    [Fact]
    public async Task SaveAsync_WaiterLeaves_IsWrittenAllTheSame()
    {
        var written = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new TurnWriter(turns =>
        {
            written.SetResult(turns[0].Id);
            return Task.FromResult<IReadOnlyList<int?>>([0]);
        });
        using var leave = new CancellationTokenSource();
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.SaveAsync(TurnOf("1"), leave.Token));

        Assert.Equal("1", await written.Task.WaitAsync(Token));
    }

    private static Turn TurnOf(string id) => new() { Id = id, ConversationId = "c", Question = "q", AskedAt = DateTimeOffset.UnixEpoch };
}
