using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Catalog;
using NlSql.Core.Retrieval.Documents;
using NlSql.Core.Retrieval.Embedding;
using NlSql.Core.Retrieval.Text;
using NlSql.Core.Retrieval.Vectors;

namespace NlSql.Core.Retrieval;

/// <summary>Opens indexes: vectors embedded where they are not stored yet, the lexical side always made anew (it takes milliseconds).</summary>
internal sealed class SchemaIndexFactory(
    IEmbeddingGenerator<string, Embedding<float>> embedder,
    StaticEmbedder builtIn,
    IOptions<RetrievalOptions> options) : ISchemaIndexFactory
{
    private const int EmbeddingBatch = 256;

    private readonly WordSegmenter _segmenter = new(builtIn.Tokenizer.Vocabulary);

    public async Task<ISchemaIndex> OpenAsync(SchemaCatalog catalog, bool forceRebuild, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var analyzer = new TermAnalyzer(_segmenter.With(HouseWords(catalog)));
        var documents = SchemaDocuments.Of(catalog, analyzer);
        var vectors = await EmbedAsync(documents, progress, cancellationToken).ConfigureAwait(false);
        var vectorIndex = new ExactVectorIndex(vectors);
        var model = embedder.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId ?? "unknown";
        var info = new SchemaIndexInfo(vectorIndex.Kind, model, vectors.Dimension, vectors.Count, WasRebuilt: true, "there was no stored index");
        return new SchemaIndex(documents, vectors, vectorIndex, embedder, analyzer, info, options.Value.CacheSize);
    }

    public Task<ISchemaIndex> OpenInMemoryAsync(SchemaCatalog catalog, CancellationToken cancellationToken) => OpenAsync(catalog, forceRebuild: true, progress: null, cancellationToken);

    private async Task<QuantizedVectors> EmbedAsync(SchemaDocuments documents, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        QuantizedVectors? vectors = null;
        for (var first = 0; first < documents.All.Count; first += EmbeddingBatch)
        {
            var count = Math.Min(EmbeddingBatch, documents.All.Count - first);
            var batch = await embedder.GenerateAsync(documents.All.Skip(first).Take(count).Select(static d => d.Text), cancellationToken: cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                vectors ??= new QuantizedVectors(documents.All.Count, batch[i].Vector.Length);
                vectors.Set(first + i, batch[i].Vector.Span);
            }

            progress?.Report(new IndexProgress((int)((long)documents.TableCount * (first + count) / documents.All.Count), documents.TableCount));
        }

        return vectors ?? new QuantizedVectors(0, builtIn.Dimension);
    }

    // Words that the catalog itself writes apart: they tell how its joined-up names are to be split.
    private static IEnumerable<string> HouseWords(SchemaCatalog catalog) => catalog.Tables
        .SelectMany(static t => t.Columns.SelectMany(static c => new[] { c.Name, c.Label, c.Comment }).Concat([t.Name.Name, t.Comment]))
        .OfType<string>()
        .Where(static text => text.Any(static c => !char.IsAsciiLetterLower(c)))
        .SelectMany(IdentifierWords.Split);
}
