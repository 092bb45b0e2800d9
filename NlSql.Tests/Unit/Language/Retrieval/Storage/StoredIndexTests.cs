using Microsoft.Extensions.AI;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Retrieval.Storage;

/// <summary>What happens to the stored index, seen through the factory.</summary>
public sealed class StoredIndexTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-index-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A question that began before a refresh still has the index before it in hand.</summary>
    [Theory]
    [InlineData("flat")]
    [InlineData("hnsw")]
    public async Task Search_AfterANewerIndexTookItsPlace_FindsTheSame(string kind)
    {
        var replaced = await OpenAsync(indexType: kind);
        using var newer = await OpenAsync(indexType: kind);
        replaced.Dispose();

        Assert.Equal(await TablesAsync(newer), await TablesAsync(replaced));
    }

    [Fact]
    public async Task Open_SecondTime_ReadsWhatWasStored()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync();

        Assert.Equal("there was no stored index", first.Info.RebuildReason);
        Assert.False(second.Info.WasRebuilt);
        Assert.Equal(await TablesAsync(first), await TablesAsync(second));
    }

    [Theory]
    [InlineData("sq8")]
    [InlineData("hnsw")]
    public async Task Open_SecondTimeOfAStoredKind_ReadsLibfaissFile(string kind)
    {
        FaissHere.SkipWhereTheReleaseHasNone();
        using var first = await OpenAsync(indexType: kind);
        using var second = await OpenAsync(indexType: kind);

        Assert.False(second.Info.WasRebuilt);
        Assert.Equal(kind, second.Info.IndexType);
        Assert.Single(Directory.GetFiles(folder, "index-*.faiss", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Open_Forced_IsRebuilt()
    {
        using var first = await OpenAsync();
        using var second = await RetrievalParts.Factory(folder).OpenAsync(RetrievalParts.Shop(), forceRebuild: true, null, CancellationToken.None);

        Assert.Equal("a rebuild was asked for", second.Info.RebuildReason);
    }

    [Fact]
    public async Task Open_ChangedSchema_EmbedsOnlyWhatChanged()
    {
        // Both are embedders of another house, which are shown no values: the texts are the same.
        using var first = await OpenAsync(embedder: new CountingEmbedder());
        var counting = new CountingEmbedder();
        var shop = RetrievalParts.Shop();
        var changed = shop with { Hash = "shop-2", Tables = [.. shop.Tables, RetrievalParts.Table("suppliers", RetrievalParts.Column("supplier_name"))] };
        using var second = await OpenAsync(changed, embedder: counting);

        Assert.Equal("the schema has changed", second.Info.RebuildReason);
        Assert.Equal(3, counting.Texts);
        Assert.Equal("suppliers", (await TablesAsync(second, "supplier"))[0]);
    }

    [Fact]
    public async Task Open_OtherModel_IsRebuilt()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync(embedder: new CountingEmbedder("another"));

        Assert.StartsWith("the stored index was made by the embedding model built-in-", second.Info.RebuildReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherKind_IsRebuilt()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync(indexType: "sq8");

        Assert.Contains("of the kind Flat", second.Info.RebuildReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vectors-*.q8", "the stored vectors are damaged (their digest differs)")]
    [InlineData("index-*.faiss", "the stored FAISS file is missing, damaged or of another version")]
    [InlineData("manifest.json", "the stored index is damaged")]
    public async Task Open_DamagedFile_IsRebuiltAndMended(string pattern, string reason)
    {
        if (pattern.EndsWith(".faiss", StringComparison.Ordinal))
        {
            FaissHere.SkipWhereTheReleaseHasNone();
        }

        using var first = await OpenAsync(indexType: "hnsw");
        var path = Assert.Single(Directory.GetFiles(folder, pattern, SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 0x55;
        bytes[^1] = (byte)'x';
        await File.WriteAllBytesAsync(path, bytes);
        using var second = await OpenAsync(indexType: "hnsw");
        using var third = await OpenAsync(indexType: "hnsw");

        Assert.Equal(reason, second.Info.RebuildReason);
        Assert.False(third.Info.WasRebuilt);
        Assert.Equal(await TablesAsync(first), await TablesAsync(third));
    }

    [Theory]
    [InlineData("vectors-*.q8")]
    [InlineData("index-*.faiss")]
    public async Task Open_TruncatedFile_IsRebuilt(string pattern)
    {
        if (pattern.EndsWith(".faiss", StringComparison.Ordinal))
        {
            FaissHere.SkipWhereTheReleaseHasNone();
        }

        using var first = await OpenAsync(indexType: "hnsw");
        var path = Assert.Single(Directory.GetFiles(folder, pattern, SearchOption.AllDirectories));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..20]);
        using var second = await OpenAsync(indexType: "hnsw");

        Assert.True(second.Info.WasRebuilt);
    }

    [Fact]
    public async Task Open_FilesOfAnotherDatabase_AreNotUsed()
    {
        using var first = await OpenAsync();
        using var other = await OpenAsync(RetrievalParts.Shop() with { DatabaseId = "other" });
        var folders = Directory.GetDirectories(folder);
        var (mine, foreign) = Path.GetFileName(folders[0]).StartsWith("shop", StringComparison.Ordinal) ? (folders[0], folders[1]) : (folders[1], folders[0]);
        File.Copy(Path.Combine(foreign, "manifest.json"), Path.Combine(mine, "manifest.json"), overwrite: true);
        using var second = await OpenAsync();

        Assert.Equal("the stored index belongs to another database", second.Info.RebuildReason);
    }

    [Fact]
    public async Task Open_OlderFormat_IsRebuilt()
    {
        using var first = await OpenAsync();
        var path = Assert.Single(Directory.GetFiles(folder, "manifest.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"format\": 1", "\"format\": 0", StringComparison.Ordinal));
        using var second = await OpenAsync();

        Assert.Contains("has format 0", second.Info.RebuildReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FolderThatCannotBeMade_WorksInMemoryAndSaysSo()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "in the way");
        using var index = await RetrievalParts.Factory(Path.Combine(file, "index")).OpenAsync(
            RetrievalParts.Shop(),
            forceRebuild: false,
            null,
            CancellationToken.None);

        Assert.Equal("customers", (await TablesAsync(index, "customers"))[0]);
        Assert.Contains(index.Info.Notes, static n => n.Contains("kept in memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_ManyAtOnce_BuildOnce()
    {
        var counting = new CountingEmbedder();
        var indexes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(embedder: counting)));

        Assert.Single(indexes, static i => i.Info.WasRebuilt);
        Assert.Equal(indexes[0].Info.Vectors, counting.Texts);
        foreach (var index in indexes)
        {
            index.Dispose();
        }
    }

    [Fact]
    public async Task Open_StrayFileOfACrash_IsRemovedByTheNextWrite()
    {
        using var first = await OpenAsync();
        var folder = Assert.Single(Directory.GetDirectories(this.folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "index-0.tmp"), "half");
        using var second = await RetrievalParts.Factory(this.folder).OpenAsync(RetrievalParts.Shop(), forceRebuild: true, null, CancellationToken.None);

        Assert.DoesNotContain(Directory.GetFiles(folder), static f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenInMemory_LeavesNothingOnDisk()
    {
        using var index = await RetrievalParts.Factory(folder).OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private Task<ISchemaIndex> OpenAsync(
        SchemaCatalog? catalog = null,
        string indexType = "auto",
        IEmbeddingGenerator<string, Embedding<float>>? embedder = null) =>
            RetrievalParts.Factory(folder, indexType, embedder).OpenAsync(catalog ?? RetrievalParts.Shop(), forceRebuild: false, null, CancellationToken.None);

    private static async Task<List<string>> TablesAsync(ISchemaIndex index, string question = "what did customers order")
    {
        var found = await index.SearchAsync(question, RetrievalLimits.Ranking, CancellationToken.None);
        return [.. found.Tables.Select(static t => t.Table.Name.Name)];
    }

    /// <summary>The built-in embedder, counting; under another name it is another model.</summary>
    private sealed class CountingEmbedder(string? name = null) : DelegatingEmbeddingGenerator<string, Embedding<float>>(RetrievalParts.Embedder)
    {
        private int texts;

        public int Texts => texts;

        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            var all = values.ToList();
            if (all.Count > 1)
            {
                Interlocked.Add(ref texts, all.Count);
            }

            return base.GenerateAsync(all, options, cancellationToken);
        }

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            name is not null && serviceType == typeof(EmbeddingGeneratorMetadata)
                ? new EmbeddingGeneratorMetadata("test", null, name, 256)
                : base.GetService(serviceType, serviceKey);

#pragma warning disable CA2215 // The base class would dispose the embedder, which all tests share.
        protected override void Dispose(bool disposing)
        {
        }
#pragma warning restore CA2215
    }
}
