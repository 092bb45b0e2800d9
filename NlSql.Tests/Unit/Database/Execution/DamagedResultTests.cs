using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Database.Execution;

/// <summary>Stored results whose files are no longer what was written: said, and never other rows.</summary>
public sealed class DamagedResultTests : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What a full disk, a power cut or a stray program leaves of a rows file.</summary>
    [Theory]
    [InlineData("truncated offsets")]
    [InlineData("emptied")]
    [InlineData("offsets of nonsense")]
    [InlineData("lengths of nonsense")]
    public async Task ReadPageAsync_DamagedRows_SaysRunItAgain(string damage)
    {
        var result = Keep([["1", "a"], ["2", "b"]]);
        var path = Path.Combine(harness.ResultsFolder, result.Id + ".rows");
        await using (var file = new FileStream(path, FileMode.Open))
        {
            switch (damage)
            {
                case "truncated offsets":
                    file.SetLength(file.Length - 3);
                    break;
                case "emptied":
                    file.SetLength(0);
                    break;
                case "offsets of nonsense":
                    file.Position = file.Length - 16;
                    file.Write(Enumerable.Repeat((byte)0xFE, 16).ToArray());
                    break;
                default:
                    file.Write(Enumerable.Repeat((byte)0xFE, 4).ToArray());
                    break;
            }
        }

        foreach (var sort in new[] { null, new ResultSort(1, false) })
        {
            var error = await Assert.ThrowsAsync<PipelineFailureException>(() => harness.Store.ReadPageAsync(result.Id, 0, 2, sort, Token));

            Assert.Equal(FailureTypes.ResultExpired, error.Failure.Type);
            Assert.Equal("Run the SQL again.", error.Failure.Advice);
        }
    }

    /// <summary>A letter that became another, or a row that became shorter, is no nonsense that anybody could see.</summary>
    [Fact]
    public async Task ReadPageAsync_AnyByteOfTheRowsChanged_NeverGivesWrongRows()
    {
        var result = Keep([["1", "a"], ["20", null], ["3", "ccc"]]);
        await EachByteChangedAsync(Path.Combine(harness.ResultsFolder, result.Id + ".rows"), async () =>
        {
            var error = await Assert.ThrowsAsync<PipelineFailureException>(() => harness.Store.ReadPageAsync(result.Id, 0, 3, null, Token));

            Assert.Equal("The stored rows of this result are damaged and cannot be read.", error.Failure.Message);
        });

        Assert.Equal([1L, 20L, 3L], (await harness.Store.ReadPageAsync(result.Id, 0, 3, null, Token)).Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task FindAsync_AnyByteOfTheDescriptionChanged_FindsNothing()
    {
        var result = Keep([["1", "a"]]);
        await EachByteChangedAsync(
            ResultWriter.DescriptionPath(harness.ResultsFolder, result.Id), async () => Assert.Null(await harness.Store.FindAsync(result.Id, Token)));

        Assert.Equal(result.Sql, (await harness.Store.FindAsync(result.Id, Token))?.Sql);
    }

    [Fact]
    public async Task FindAsync_SumOfTheDescriptionIsMissing_FindsNothing()
    {
        var result = Keep([["1", "a"]]);
        var path = ResultWriter.DescriptionPath(harness.ResultsFolder, result.Id);
        await File.WriteAllTextAsync(path, (await File.ReadAllLinesAsync(path, Token))[0], Token);

        Assert.Null(await harness.Store.FindAsync(result.Id, Token));
    }

    /// <summary>Blocks in each other's place, and the rows of another result that are as long.</summary>
    [Theory]
    [InlineData("blocks")]
    [InlineData("files")]
    public async Task ReadPageAsync_RightBytesInTheWrongPlace_SaysRunItAgain(string exchanged)
    {
        var rows = Enumerable.Range(0, 4096).Select(i => new[] { $"{1000 + i}", "abcd" }).ToList();
        var result = Keep(rows);
        var other = Keep(rows);
        var path = Path.Combine(harness.ResultsFolder, result.Id + ".rows");
        var bytes = await File.ReadAllBytesAsync(path, Token);
        var wrong = exchanged == "files"
            ? await File.ReadAllBytesAsync(Path.Combine(harness.ResultsFolder, other.Id + ".rows"), Token)
            : [.. bytes[BlockSum.BlockBytes..(2 * BlockSum.BlockBytes)], .. bytes[..BlockSum.BlockBytes], .. bytes[(2 * BlockSum.BlockBytes)..]];
        await File.WriteAllBytesAsync(path, wrong, Token);

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => harness.Store.ReadPageAsync(result.Id, 0, 3, null, Token));

        Assert.Equal(FailureTypes.ResultExpired, error.Failure.Type);
    }

    /// <summary>Every length of the file's last block, and pages that begin and end anywhere in a block.</summary>
    [Theory]
    [InlineData(16_000)]
    [InlineData(16_384)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public async Task ReadPageAsync_RowsOverBlocks_GivesEveryRow(int cell)
    {
        var result = Keep(Enumerable.Range(0, 40).Select(i => new[] { $"{i}", new string((char)('a' + (i % 26)), cell - i) }));

        foreach (var offset in new[] { 0, 1, 7, 39 })
        {
            var page = await harness.Store.ReadPageAsync(result.Id, offset, 40, null, Token);

            Assert.Equal(Enumerable.Range(offset, 40 - offset).Select(i => (object?)(long)i), page.Rows.Select(row => row[0]));
            Assert.All(page.Rows, row => Assert.Equal(cell - (int)(long)row[0]!, ((string)row[1]!).Length));
        }
    }

    /// <summary>An upgrade must not take from people what they ran the day before.</summary>
    [Fact]
    public async Task ReadPageAsync_WrittenBeforeThereWereSums_GivesTheRows()
    {
        var result = Keep([["1", "a"], ["2", "b"]]);
        using var later = new ExecutorHarness();
        var rows = await File.ReadAllBytesAsync(Path.Combine(harness.ResultsFolder, result.Id + ".rows"), Token);
        await File.WriteAllBytesAsync(Path.Combine(later.ResultsFolder, result.Id + ".rows"), rows[..^sizeof(uint)], Token);
        var description = (await File.ReadAllLinesAsync(ResultWriter.DescriptionPath(harness.ResultsFolder, result.Id), Token))[0];
        Assert.Contains(",\"isSummed\":true", description, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            ResultWriter.DescriptionPath(later.ResultsFolder, result.Id), description.Replace(",\"isSummed\":true", "", StringComparison.Ordinal), Token);

        var page = await later.Store.ReadPageAsync(result.Id, 0, 10, null, Token);

        Assert.Equal(["a", "b"], page.Rows.Select(row => row[1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"result\":null,\"offsetsAt\":0}")]
    public async Task FindAsync_DamagedDescription_FindsNothing(string description)
    {
        var result = Keep([["1", "a"]]);
        await File.WriteAllTextAsync(Path.Combine(harness.ResultsFolder, result.Id + ".json"), description, Token);

        Assert.Null(await harness.Store.FindAsync(result.Id, Token));
    }

    public void Dispose() => harness.Dispose();

    private static async Task EachByteChangedAsync(string path, Func<Task> look)
    {
        var bytes = await File.ReadAllBytesAsync(path, Token);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            await File.WriteAllBytesAsync(path, bytes, Token);
            await look();
            bytes[i] ^= 1;
        }

        await File.WriteAllBytesAsync(path, bytes, Token);
    }

    private StoredResult Keep(IEnumerable<string?[]> rows)
    {
        var writer = harness.Store.Create([new("n", "integer", ColumnKind.Integer), new("t", "text", ColumnKind.Text)]);
        foreach (var row in rows)
        {
            writer.Append(WrittenRow.Of(row));
        }

        return writer.Complete(new ResultFacts("SELECT 1", TimeProvider.System.GetUtcNow(), "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null));
    }
}
