using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

/// <summary>Where results go while the disk of DATA_PATH is full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        Age(old, hours: 1);

        harness.Store.TryMakeRoom(harness.Store.Place);

        Assert.Null(await harness.Store.FindAsync(old, Token));
        Assert.NotNull(await harness.Store.FindAsync(young, Token));
    }

    /// <summary>Filled within ten minutes: nothing of it may go then, and all of it some time later.</summary>
    [Fact]
    public async Task Create_FilledByResultsOfItsMoment_DropsThemByHalvesOnceTheyAreOlder()
    {
        await using var disk = await SmallDisk.MountAsync(harness.ResultsFolder, megabytes: 80);
        string[] results = [Written(megabytes: 22), Written(megabytes: 18)];
        await harness.Store.Cleaning;
        Assert.True(harness.Store.TryMakeRoom(harness.Store.Place));
        Assert.NotEqual(harness.ResultsFolder, harness.Store.Place);
        Written();
        await harness.Store.Cleaning;
        Assert.NotNull(await harness.Store.FindAsync(results[0], Token));
        Age(results[0], hours: 2);
        Age(results[1], hours: 1);

        Written();
        await harness.Store.Cleaning;

        Assert.Null(await harness.Store.FindAsync(results[0], Token));
        Assert.NotNull(await harness.Store.FindAsync(results[1], Token));
        Assert.NotEqual(harness.ResultsFolder, harness.Store.Place);

        Written();
        await harness.Store.Cleaning;

        Assert.Null(await harness.Store.FindAsync(results[1], Token));
        Assert.Equal(harness.ResultsFolder, harness.Store.Place);
    }

    private void Age(string id, int hours)
    {
        foreach (var file in Directory.GetFiles(harness.ResultsFolder, id + ".*"))
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddHours(-hours).UtcDateTime);
        }
    }

    private string Written(int megabytes = 0)
    {
        var writer = harness.Store.Create([new("n", "integer", ColumnKind.Integer)]);
        writer.Append(WrittenRow.Of(new string('1', 1 + (megabytes * 1_048_576))));
        return writer.Complete(new ResultFacts("SELECT 1", TimeProvider.System.GetUtcNow(), "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null)).Id;
    }
}
