using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>Embeds the documents of a catalog; those whose text is known from before keep their vectors.</summary>
internal sealed class DocumentEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    // What OpenAI-compatible servers take in one request, and enough to keep the built-in embedder busy.
    private const int Batch = 256;

    /// <summary>One vector a document in their order. Throws what the generator throws.</summary>
    public async Task<EmbeddedDocuments> EmbedAsync(
        SchemaDocuments documents,
        StoredVectors? known,
        IProgress<IndexProgress>? progress,
        CancellationToken cancellationToken)
    {
        var rows = new Dictionary<UInt128, int>();
        for (var row = 0; known is not null && row < known.Hashes.Count; row++)
        {
            rows.TryAdd(known.Hashes[row], row);
        }

        var missing = Enumerable.Range(0, documents.All.Count).Where(d => !rows.ContainsKey(documents.All[d].Hash)).ToList();
        var vectors = known is null ? null : new QuantizedVectors(documents.All.Count, known.Vectors.Dimension);
        for (var first = 0; first < missing.Count; first += Batch)
        {
            var batch = missing.GetRange(first, Math.Min(Batch, missing.Count - first));
            var embedded = await generator.GenerateAsync(batch.Select(d => documents.All[d].Text), cancellationToken: cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                var vector = embedded[i].Vector.Span;
                vectors ??= new QuantizedVectors(documents.All.Count, vector.Length);
                if (vector.Length != vectors.Dimension)
                {
                    // The endpoint answers with another model under the same name: what is known is of no use.
                    return known is null
                        ? throw new PipelineFailureException(new PipelineFailure(
                            FailureParty.Model,
                            FailureTypes.ModelAnswerUnusable,
                            "The embedding endpoint gives vectors of different lengths."))
                        : await EmbedAsync(documents, known: null, progress, cancellationToken).ConfigureAwait(false);
                }

                vectors.Set(batch[i], vector);
            }

            progress?.Report(new IndexProgress((int)((long)documents.TableCount * (first + batch.Count) / missing.Count), documents.TableCount));
        }

        vectors ??= new QuantizedVectors(documents.All.Count, 0);
        for (var d = 0; known is not null && d < documents.All.Count; d++)
        {
            if (rows.TryGetValue(documents.All[d].Hash, out var row))
            {
                vectors.Set(d, known.Vectors, row);
            }
        }

        return new EmbeddedDocuments(vectors, missing.Count);
    }
}

/// <param name="Embedded">How many were embedded anew.</param>
internal sealed record EmbeddedDocuments(QuantizedVectors Vectors, int Embedded);
