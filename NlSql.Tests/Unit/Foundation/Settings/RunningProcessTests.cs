using System.Diagnostics;
using System.Globalization;
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

    /// <summary>The id alone is what a container's next process has too: the start and the boot have to be in it.</summary>
    [Fact]
    public void MarkOf_LaterProcess_HasALaterStartAndTheSameBoot()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var later = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        try
        {
            var (own, other) = (RunningProcess.Mark.Split(':'), RunningProcess.MarkOf(later.Id)!.Split(':'));

            Assert.True(Start(other) > Start(own), $"{other[1]} is not after {own[1]}");
            Assert.Equal(own[2], other[2]);
            Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), own[2]);
        }
        finally
        {
            later.Kill();
        }

        static long Start(string[] mark) => long.Parse(mark[1], CultureInfo.InvariantCulture);
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
