using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Spool;
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

    /// <summary>Several answers fill the disk together: the rows of those that were just run are read next.</summary>
    [Fact]
    public async Task TryMakeRoom_ResultsOfNow_StayAndOldOnesGo()
    {
        var old = Written();
        var young = Written();
        foreach (var file in Directory.GetFiles(harness.ResultsFolder, old + ".*"))
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddHours(-1).UtcDateTime);
        }

        harness.Store.TryMakeRoom(harness.Store.Place);

        Assert.Null(await harness.Store.FindAsync(old, TestContext.Current.CancellationToken));
        Assert.NotNull(await harness.Store.FindAsync(young, TestContext.Current.CancellationToken));
    }

    private string Written()
    {
        var writer = harness.Store.Create([new("n", "integer", ColumnKind.Integer)]);
        writer.Append(WrittenRow.Of("1"));
        return writer.Complete(new ResultFacts("SELECT 1", TimeProvider.System.GetUtcNow(), "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null)).Id;
    }
}
