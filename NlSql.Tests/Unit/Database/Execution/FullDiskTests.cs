using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

/// <summary>Where results go while the disk of DATA_PATH is full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ExecutorHarness harness = new();

    public void Dispose() => harness.Dispose();

    /// <summary>Two runs that find the disk full at the same time are both done again elsewhere; what finds that full, too, is not.</summary>
    [Fact]
    public void TryMakeRoom_TwiceForTheSameFolder_SendsBothElsewhere()
    {
        var full = harness.Store.Place;

        Assert.Equal(harness.ResultsFolder, full);
        Assert.True(harness.Store.TryMakeRoom(full));
        Assert.True(harness.Store.TryMakeRoom(full));
        Assert.False(harness.Store.TryMakeRoom(Path.GetTempPath()));
    }
}
