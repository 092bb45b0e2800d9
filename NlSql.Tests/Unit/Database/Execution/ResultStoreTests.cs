using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

public sealed class ResultStoreTests : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadPageAsync_Middle_GivesThoseRows()
    {
        var result = Keep(Enumerable.Range(0, 1000)
            .Select(i => new[] { i.ToString(System.Globalization.CultureInfo.InvariantCulture), i % 3 == 0 ? null : new string('ü', i) }));

        var page = await harness.Store.ReadPageAsync(result.Id, 400, 3, null, Token);

        Assert.Equal([400L, 401L, 402L], page.Rows.Select(r => r[0]));
        Assert.Equal([new string('ü', 400), new string('ü', 401), null], page.Rows.Select(r => r[1]));
    }

    [Theory]
    [InlineData(false, new object?[] { 2L, 9L, 10L, null, null })]
    [InlineData(true, new object?[] { 10L, 9L, 2L, null, null })]
    public async Task ReadPageAsync_Sorted_OrdersNumbersAsNumbersAndNullsLast(bool descending, object?[] expected)
    {
        var result = Keep([["10", "a"], [null, "b"], ["9", "c"], ["2", "d"], [null, "e"]]);

        var page = await harness.Store.ReadPageAsync(result.Id, 0, 10, new ResultSort(0, descending), Token);

        Assert.Equal(expected, page.Rows.Select(r => r[0]));
        Assert.Equal(["b", "e"], page.Rows.Skip(3).Select(r => r[1]));
    }

    [Fact]
    public async Task ReadPageAsync_BeyondTheEnd_IsEmpty()
    {
        var result = Keep([["1", "a"]]);

        Assert.Empty((await harness.Store.ReadPageAsync(result.Id, 5, 10, null, Token)).Rows);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    public async Task FindAsync_UnknownOrCraftedId_FindsNothing(string id) => Assert.Null(await harness.Store.FindAsync(id, Token));

    [Fact]
    public void Complete_FilesOfAResult_AreClosedToOthersByThemselves()
    {
        var result = Keep([["1", "a"]]);

        Assert.All(
            Directory.GetFiles(harness.ResultsFolder, result.Id + "*"),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task ReadPageAsync_RowsAreGone_SaysExpired()
    {
        var result = Keep([["1", "a"]]);
        File.Delete(Path.Combine(harness.ResultsFolder, result.Id + ".rows"));

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => harness.Store.ReadPageAsync(result.Id, 0, 1, null, Token));

        Assert.Equal(FailureTypes.ResultExpired, error.Failure.Type);
    }

    [Fact]
    public async Task ReadPageAsync_SortedPages_AreOneOrder()
    {
        var result = Keep([
            .. Enumerable.Range(0, 5000).Select(i => new string?[] { (i * 7919 % 5000).ToString(System.Globalization.CultureInfo.InvariantCulture), "x" })
        ]);

        var seen = new List<object?>();
        for (var offset = 0; offset < 5000; offset += 1700)
        {
            seen.AddRange((await harness.Store.ReadPageAsync(result.Id, offset, 1700, new ResultSort(0, Descending: true), Token)).Rows.Select(row => row[0]));
        }

        Assert.Equal(Enumerable.Range(0, 5000).Reverse().Select(i => (object?)(long)i), seen);
    }

    /// <summary>Whoever ran it reads it at once, more than once, and who scrolls asks for page after page.</summary>
    [Fact]
    public async Task ReadPageAsync_WrittenByThisStore_DoesNotReadTheDescription()
    {
        var result = Keep([["1", "a"], ["2", "b"]]);
        await File.WriteAllTextAsync(ResultWriter.DescriptionPath(harness.ResultsFolder, result.Id), "{}", Token);

        var page = await harness.Store.ReadPageAsync(result.Id, 1, 1, null, Token);

        Assert.Equal(2L, page.Rows[0][0]);
        Assert.Equal(result, await harness.Store.DescribeAsync(result.Id, Token));
    }

    [Fact]
    public async Task ReadPageAsync_SortedPageAskedForAgain_DoesNotReadTheColumnAgain()
    {
        string Long(char letter) => new(letter, 2 * BlockSum.BlockBytes);
        var result = Keep([["2", Long('b')], ["1", Long('a')], ["3", Long('c')]]);
        await harness.Store.ReadPageAsync(result.Id, 0, 1, new ResultSort(0, Descending: false), Token);
        await SpoilAsync(result, 5 * BlockSum.BlockBytes);

        var page = await harness.Store.ReadPageAsync(result.Id, 0, 2, new ResultSort(0, Descending: false), Token);

        Assert.Equal([1L, 2L], page.Rows.Select(row => row[0]));
        await Assert.ThrowsAsync<PipelineFailureException>(() => harness.Store.ReadPageAsync(result.Id, 0, 2, new ResultSort(0, Descending: true), Token));
    }

    private async Task SpoilAsync(StoredResult result, long position)
    {
        await using var file = new FileStream(Path.Combine(harness.ResultsFolder, result.Id + ".rows"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = position;
        await file.WriteAsync(new byte[] { 0x7F }, Token);
    }

    [Fact]
    public async Task Create_NotCompleted_LeavesNothing()
    {
        await using (var writer = harness.Store.Create([]))
        {
            writer.Append(WrittenRow.Of());
        }

        Assert.Empty(Directory.GetFiles(harness.ResultsFolder));
    }

    /// <summary>What was written or read lately is described in memory, too.</summary>
    [Fact]
    public async Task Delete_WrittenByThisStore_IsNotDescribedAnyMore()
    {
        var result = Keep([["1", "a"]]);

        harness.Store.Delete(result.Id);

        Assert.Null(await harness.Store.DescribeAsync(result.Id, Token));
    }

    [Fact]
    public async Task CleanUp_TooOld_IsDropped()
    {
        var old = Keep([["1", "a"]]);
        var young = Keep([["2", "b"]]);
        foreach (var file in Directory.GetFiles(harness.ResultsFolder, old.Id + ".*"))
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddDays(-8).UtcDateTime);
        }

        harness.Store.CleanUp();

        Assert.Null(await harness.Store.FindAsync(old.Id, Token));
        Assert.NotNull(await harness.Store.FindAsync(young.Id, Token));
    }

    [Fact]
    public async Task CleanUp_TooManyBytes_DropsWholeResultsTheOldestFirst()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { ResultKeepBytes = 1_048_576 });
        var old = Keep([["1", new string('a', 700_000)]], harness);
        await harness.Store.Cleaning;
        var young = Keep([["2", new string('b', 700_000)]], harness);

        // Rows that are older than their description: judged one by one, the oldest file would have gone without its counterpart.
        Age(harness, old.Id + ".rows", hours: 3);
        Age(harness, old.Id + ".json", hours: 1);
        Age(harness, young.Id + ".rows", hours: 2);

        harness.Store.CleanUp();

        Assert.Equal(
            [young.Id + ".json", young.Id + ".rows"],
            Directory.GetFiles(harness.ResultsFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single((await harness.Store.ReadPageAsync(young.Id, 0, 1, null, Token)).Rows);
    }

    /// <summary><c>SELECT FROM t</c> is PostgreSQL: rows without columns.</summary>
    [Fact]
    public async Task ReadPageAsync_RowsWithoutColumns_AreThere()
    {
        var writer = harness.Store.Create([]);
        writer.Append(WrittenRow.Of());
        writer.Append(WrittenRow.Of());
        var result = writer.Complete(new ResultFacts("SELECT FROM t", TimeProvider.System.GetUtcNow(), "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null));

        Assert.Equal(2, (await harness.Store.ReadPageAsync(result.Id, 0, 10, null, Token)).Rows.Count);
    }

    public void Dispose() => harness.Dispose();

    private static void Age(ExecutorHarness harness, string file, int hours) =>
        File.SetLastWriteTimeUtc(Path.Combine(harness.ResultsFolder, file), TimeProvider.System.GetUtcNow().AddHours(-hours).UtcDateTime);

    private StoredResult Keep(IEnumerable<string?[]> rows, ExecutorHarness? harness = null)
    {
        var writer = (harness ?? this.harness).Store.Create([new("n", "integer", ColumnKind.Integer), new("t", "text", ColumnKind.Text)]);
        foreach (var row in rows)
        {
            writer.Append(WrittenRow.Of(row));
        }

        return writer.Complete(new ResultFacts("SELECT 1", TimeProvider.System.GetUtcNow(), "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null));
    }
}
