using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Native.Faiss;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Retrieval.Storage;

/// <summary>A schema in which little has changed: what is new is added to the stored graph, which is not built again.</summary>
public sealed class GrownIndexTests : IDisposable
{
    private static readonly string[] Things =
        ["ship", "port", "cargo", "crew", "voyage", "invoice", "engine", "harbour", "customer", "supplier", "container", "route", "permit", "repair", "fuel"];

    private static readonly string[] Facts = ["history", "plan", "entry", "archive"];

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-grown-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("hnsw")]
    [InlineData("flat")]
    [InlineData("sq8")]
    public async Task Open_FewTablesChanged_FindsWhatTheExactIndexFinds(string kind)
    {
        var tables = Tables();
        using var first = (await OpenAsync(kind, tables)).Index;
        var (opened, documents) = await OpenWithDocumentsAsync(kind, Changed(tables));
        using var second = opened.Index;
        var again = await OpenAsync(kind, Changed(tables));
        using var third = again.Index;

        Assert.Equal("the schema has changed", opened.RebuildReason);
        Assert.Equal(kind == "hnsw" && FaissLibrary.IsAvailable, opened.Added is > 0 and < 30);
        Assert.Null(again.RebuildReason);
        Assert.Equal(documents.All.Count, second.Count);
        using var oracle = new ExactVectorIndex(opened.Vectors);
        var hits = 0;
        for (var document = 0; document < documents.All.Count; document += 7)
        {
            var query = opened.Vectors.Decode(document, 1);
            var found = Search(second, query);
            hits += found.Intersect(Search(oracle, query)).Count();
            Assert.Equal(found, Search(third, query));
            Assert.Contains(found, hit => documents.All[hit].Hash == documents.All[document].Hash);
        }

        Assert.True(hits >= 8.5 * Math.Ceiling(documents.All.Count / 7.0), $"{hits} hits");
    }

    [Fact]
    public async Task Open_HalfOfTheTablesAreNew_IsBuiltWhole()
    {
        using var first = (await OpenAsync("hnsw", Tables())).Index;
        var opened = await OpenAsync("hnsw", [.. Tables().Take(20), .. Tables("other").Take(20)]);
        using var second = opened.Index;

        Assert.Null(opened.Added);
    }

    /// <summary>What is gone stays in the graph until it is a fifth of it, and then goes with a new one.</summary>
    [Fact]
    public async Task Open_AgainAndAgainAnotherTable_NeverCarriesMoreThanAFifthThatIsGone()
    {
        FaissHere.SkipWhereTheReleaseHasNone();
        var tables = Tables().ToList();
        (await OpenAsync("hnsw", [.. tables])).Index.Dispose();
        var (grown, whole) = (0, 0);
        for (var round = 0; round < 16; round++)
        {
            tables[round] = Table($"round {round} ledger");
            var (opened, documents) = await OpenWithDocumentsAsync("hnsw", [.. tables]);
            opened.Index.Dispose();
            _ = opened.Added is null ? whole++ : grown++;
            Assert.InRange(opened.Rows.Hashes.Count, documents.All.Count, documents.All.Count * 6 / 5);
        }

        Assert.True(grown > whole && whole > 0, $"{grown} times grown, {whole} times whole");
    }

    [Fact]
    public async Task Open_ChangedSchemaAndDamagedGraph_IsBuiltWhole()
    {
        FaissHere.SkipWhereTheReleaseHasNone();
        (await OpenAsync("hnsw", Tables())).Index.Dispose();
        var path = Assert.Single(Directory.GetFiles(folder, "index-*.faiss", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 0x55;
        await File.WriteAllBytesAsync(path, bytes);

        var opened = await OpenAsync("hnsw", Changed(Tables()));
        opened.Index.Dispose();

        Assert.Null(opened.Added);
    }

    private static TableInfo[] Tables(string prefix = "") =>
        [.. from thing in Things from fact in Facts select Table($"{prefix} {thing} {fact}".Trim())];

    private static TableInfo Table(string words) => RetrievalParts.Table(
        words.Replace(' ', '_'),
        RetrievalParts.Column("id", ColumnKind.Integer),
        RetrievalParts.Column($"{words.Split(' ')[0]}_name"),
        RetrievalParts.Column("created_at", ColumnKind.Timestamp),
        RetrievalParts.Column("total_amount", ColumnKind.Decimal));

    /// <summary>One table gone, one new before the others, one renamed.</summary>
    private static TableInfo[] Changed(TableInfo[] tables) => [Table("zebra visit"), .. tables.Take(10), Table("lighthouse keeper"), .. tables.Skip(12)];

    private static int[] Search(IVectorIndex index, float[] query)
    {
        var rows = new int[10];
        return rows[..index.Search(query, rows, new float[10])];
    }

    private async Task<OpenedVectors> OpenAsync(string kind, TableInfo[] tables) => (await OpenWithDocumentsAsync(kind, tables)).Opened;

    private async Task<(OpenedVectors Opened, SchemaDocuments Documents)> OpenWithDocumentsAsync(string kind, TableInfo[] tables)
    {
        var store = new VectorStore(
            Options.Create(new RetrievalOptions { IndexType = kind }),
            Options.Create(new StorageOptions { IndexPath = folder }),
            TimeProvider.System,
            NullLogger<VectorStore>.Instance);
        var hash = string.Join('|', tables.Select(table => table.Name.Name));
        var documents = SchemaDocuments.Of(RetrievalParts.Catalog(hash, tables), RetrievalParts.Analyzer, hasValues: true);
        return (await store.OpenAsync(documents, RetrievalParts.Embedder, null, null, CancellationToken.None), documents);
    }
}
