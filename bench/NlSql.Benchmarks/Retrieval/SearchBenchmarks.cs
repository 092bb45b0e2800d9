using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Benchmarks.Retrieval;

/// <summary>One search, the kept answers switched off. The budget is 1 to 5 ms at 10,000 columns.</summary>
[MemoryDiagnoser]
public class SearchBenchmarks
{
    private static readonly string[] Questions =
    [
        "total payment amount per customer and region last year",
        "which suppliers delivered late and how often",
        "average unit price of products by category",
        "employees whose contract ends this month",
        "open tickets with high priority by account owner",
    ];

    private ISchemaIndex index = null!;
    private int next;

    [Params("50 x 20", "500 x 20", "5000 x 20")]
    public string Tables { get; set; } = string.Empty;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var size = Tables.Split(" x ");
        var options = Options.Create(new RetrievalOptions());
        var embedder = StaticEmbedder.Read(StaticEmbedder.DefaultFolder);
        var store = new VectorStore(options, Options.Create(new StorageOptions()), TimeProvider.System, NullLogger<VectorStore>.Instance);
        var noCache = Options.Create(new CacheOptions { Size = 0 });
        var knowledge = new WordKnowledge(new WordSegmenter(embedder.Vocabulary), embedder, SiteGlossary.Empty);
        var factory = new SchemaIndexFactory(
            embedder, embedder, store, options, noCache, knowledge, TimeProvider.System, NullLogger<SchemaIndexFactory>.Instance);
        index = await factory.OpenInMemoryAsync(SyntheticCatalog.Create(int.Parse(size[0]), int.Parse(size[1])), CancellationToken.None);
    }

    [GlobalCleanup]
    public void Close() => index.Dispose();

    [Benchmark]
    public async Task<int> Search()
    {
        var found = await index.SearchAsync(Questions[next++ % Questions.Length], new RetrievalLimits(), CancellationToken.None);
        return found.Tables.Count;
    }
}
