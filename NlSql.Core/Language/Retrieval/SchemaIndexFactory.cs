using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Opens indexes: vectors from disk or made anew, the lexical side always made anew (it takes milliseconds).</summary>
internal sealed class SchemaIndexFactory(
    IEmbeddingGenerator<string, Embedding<float>> configured,
    StaticEmbedder builtIn,
    VectorStore store,
    IOptions<RetrievalOptions> options,
    IOptions<CacheOptions> cache,
    WordKnowledge knowledge,
    TimeProvider time,
    ILogger<SchemaIndexFactory> logger) : ISchemaIndexFactory
{
    private const string OtherLength = "the embedding model gives vectors of another length than it did";

    /// <summary>What an endpoint embeds has left this machine.</summary>
    private bool HasValues => ReferenceEquals(configured, builtIn) || options.Value.MaySendValues;

    public async Task<ISchemaIndex> OpenAsync(SchemaCatalog catalog, bool forceRebuild, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var analyzer = TermAnalyzer.Of(catalog, knowledge.Dictionary);
        var documents = SchemaDocuments.Of(catalog, analyzer, HasValues);
        try
        {
            var reason = forceRebuild ? "a rebuild was asked for" : null;
            var opened = await store.OpenAsync(documents, configured, reason, progress, cancellationToken).ConfigureAwait(false);
            return Create(documents, opened, configured, analyzer, token => store.OpenAsync(documents, configured, OtherLength, progress: null, token));
        }
        catch (PipelineFailureException e) when (e.Failure.Party == FailureParty.Model)
        {
            // Nothing is stored: the endpoint's own index, if there is one, stays for when it is back.
            RetrievalLog.EndpointFailed(logger, e.Failure.Message, catalog.DatabaseName);
            var opened = await store.BuildAsync(documents, builtIn, known: null, progress, cancellationToken).ConfigureAwait(false);
            var note = $"The embedding endpoint failed, so that the built-in embedder is used: {e.Failure.Message}";
            var inMemory = opened with
            {
                RebuildReason = "the embedding endpoint failed, so that it was made in memory with the built-in embedder",
                Notes = [.. opened.Notes, note],
            };
            return Create(documents, inMemory, builtIn, analyzer, rebuild: null);
        }
    }

    public async Task<ISchemaIndex> OpenInMemoryAsync(SchemaCatalog catalog, CancellationToken cancellationToken)
    {
        var analyzer = TermAnalyzer.Of(catalog, knowledge.Dictionary);
        var documents = SchemaDocuments.Of(catalog, analyzer, HasValues);
        var opened = await store.BuildAsync(documents, configured, known: null, progress: null, cancellationToken).ConfigureAwait(false);
        return Create(documents, opened, configured, analyzer, token => store.BuildAsync(documents, configured, known: null, progress: null, token));
    }

    private SchemaIndex Create(
        SchemaDocuments documents,
        OpenedVectors opened,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        TermAnalyzer analyzer,
        Func<CancellationToken, Task<OpenedVectors>>? rebuild) => new(
            documents, opened, embedder, analyzer, cache.Value.Size, knowledge, logger, rebuild is null ? null : new IndexRenewal(rebuild, time, logger));
}
