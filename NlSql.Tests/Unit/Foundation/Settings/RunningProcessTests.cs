using System.Diagnostics;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Tests.Unit.Foundation.Settings;

public sealed class RunningProcessTests
{
    [Fact]
    public void Bears_OwnMark_IsThere() => Assert.True(RunningProcess.Bears(RunningProcess.Mark));

    [Fact]
    public async Task Bears_AnotherProcess_UntilItEnds()
    {
        using var other = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        var mark = RunningProcess.MarkOf(other.Id)!;
        Assert.True(RunningProcess.Bears(mark));

        other.Kill();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.False(RunningProcess.Bears(mark));
    }

    /// <summary>Same id, another start: what a container's next process with the id 1 is.</summary>
    [Fact]
    public void Bears_ReusedId_IsAnother()
    {
        var parts = RunningProcess.Mark.Split(':');

        Assert.False(RunningProcess.Bears($"{parts[0]}:{parts[1]}1:{parts[2]}"));
        Assert.False(RunningProcess.Bears($"{parts[0]}:{parts[1]}:another-boot"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1")]
    [InlineData("x:1:2")]
    [InlineData("0:0:")]
    [InlineData("-1:0:")]
    public void Bears_NoMark_IsNotThere(string text) => Assert.False(RunningProcess.Bears(text));
}
