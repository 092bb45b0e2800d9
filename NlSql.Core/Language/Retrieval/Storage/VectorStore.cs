using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Native.Faiss;

namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>Opens the vectors of a catalog and the index over them: from disk when what is stored fits, else made anew and stored.</summary>
internal sealed class VectorStore(IOptions<RetrievalOptions> options, IOptions<StorageOptions> storage, TimeProvider time, ILogger<VectorStore> logger)
{
    /// <summary>Reads or builds under the database's lock, so that a second process waits and reads what the first one built.</summary>
    /// <param name="documents">What is embedded.</param>
    /// <param name="embedder">Embeds them; its name and dimension are part of what is stored.</param>
    /// <param name="rebuild">Why what is stored is not to be used, for people; null uses it where it fits.</param>
    /// <param name="progress">Told of tables embedded.</param>
    /// <param name="cancellationToken">Leaves what is stored as it was.</param>
    public async Task<OpenedVectors> OpenAsync(
        SchemaDocuments documents,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        string? rebuild,
        IProgress<IndexProgress>? progress,
        CancellationToken cancellationToken)
    {
        var folder = IndexFolder.Of(storage.Value.IndexPath, documents.Catalog.DatabaseId);
        using var held = await IndexLock.TryTakeAsync(folder, time, cancellationToken).ConfigureAwait(false);
        var stored = folder.Read();
        var wanted = Wanted(documents, embedder, stored.Manifest?.Dimension ?? 0);
        var reason = rebuild ?? stored.StaleReason(wanted);
        if (reason is null && stored.Vectors is { } current && TryOpenIndex(folder, stored.Manifest!, current, documents, cancellationToken) is { } opened)
        {
            return opened;
        }

        reason ??= "the stored FAISS file is missing, damaged or of another version";
        RetrievalLog.Rebuilding(logger, documents.Catalog.DatabaseName, reason);
        var known = rebuild is null && stored.Manifest?.Model == wanted.Model ? stored.Vectors : null;
        var started = time.GetTimestamp();
        var embedded = await new DocumentEmbedder(embedder).EmbedAsync(documents, known, progress, cancellationToken).ConfigureAwait(false);
        var built = (known is null ? null : Grow(folder, stored.Manifest!, known, documents, embedded.Vectors, started, cancellationToken))
            ?? Build(documents, embedded, started, cancellationToken);
        var notes = NotesOf(built.Index).ToList();
        var manifest = wanted with { Dimension = built.Vectors.Dimension, Count = built.Rows.Hashes.Count, IndexFactory = KindOf(built.Vectors).Factory };
        if (Save(folder, held, manifest, built) is { } note)
        {
            notes.Add(note);
        }

        return built with { RebuildReason = reason, Notes = notes };
    }

    /// <summary>Builds without looking at the disk or writing to it.</summary>
    public async Task<OpenedVectors> BuildAsync(
        SchemaDocuments documents,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        StoredVectors? known,
        IProgress<IndexProgress>? progress,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var embedded = await new DocumentEmbedder(embedder).EmbedAsync(documents, known, progress, cancellationToken).ConfigureAwait(false);
        return Build(documents, embedded, started, cancellationToken);
    }

    private OpenedVectors Build(SchemaDocuments documents, EmbeddedDocuments embedded, long started, CancellationToken cancellationToken)
    {
        IVectorIndex index = FaissLibrary.IsAvailable && embedded.Vectors.Dimension > 0
            ? FaissVectorIndex.Build(embedded.Vectors, KindOf(embedded.Vectors), cancellationToken)
            : new ExactVectorIndex(embedded.Vectors);
        var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
        RetrievalLog.Built(logger, documents.Catalog.DatabaseName, documents.All.Count, embedded.Embedded, index.Kind, milliseconds);
        var rows = new StoredVectors(embedded.Vectors, [.. documents.All.Select(static d => d.Hash)]);
        return new OpenedVectors(embedded.Vectors, index, "it is kept in memory", [.. NotesOf(index)], rows);
    }

    /// <summary>The stored graph with what is new added to it; null where it has to be made whole.</summary>
    private OpenedVectors? Grow(
        IndexFolder folder,
        IndexManifest manifest,
        StoredVectors stored,
        SchemaDocuments documents,
        QuantizedVectors vectors,
        long started,
        CancellationToken cancellationToken)
    {
        var kind = KindOf(vectors);
        if (!FaissLibrary.IsAvailable || !kind.Grows || manifest.IndexFactory != kind.Factory || stored.Vectors.Dimension != vectors.Dimension)
        {
            return null;
        }

        var match = RowMatch.Of(stored, documents);
        if (!match.IsWorthGrowing || folder.VerifiedIndexPath(manifest) is not { } path)
        {
            return null;
        }

        try
        {
            var (rows, grown) = match.Grown(documents, vectors);
            var index = FaissVectorIndex.Read(path, rows, kind, cancellationToken);
            var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            RetrievalLog.Grown(logger, documents.Catalog.DatabaseName, documents.All.Count, match.Missing, rows.Gone, milliseconds);
            return new OpenedVectors(vectors, index, null, [], grown) { Added = match.Missing };
        }
        catch (FaissException e)
        {
            RetrievalLog.IndexRefused(logger, e.Message);
            return null;
        }
    }

    private OpenedVectors? TryOpenIndex(
        IndexFolder folder, IndexManifest manifest, StoredVectors stored, SchemaDocuments documents, CancellationToken cancellationToken)
    {
        var match = RowMatch.Of(stored, documents);
        if (match.Missing > 0)
        {
            return null;
        }

        var rows = match.Rows();
        var vectors = rows.OfDocuments;
        if (!FaissLibrary.IsAvailable || vectors.Dimension == 0)
        {
            var managed = new ExactVectorIndex(vectors);
            return new OpenedVectors(vectors, managed, null, [.. NotesOf(managed)], stored);
        }

        var kind = KindOf(vectors);
        if (!kind.IsStored)
        {
            return new OpenedVectors(vectors, FaissVectorIndex.Build(vectors, kind, cancellationToken), null, [], stored);
        }

        try
        {
            return folder.VerifiedIndexPath(manifest) is { } path
                ? new OpenedVectors(vectors, FaissVectorIndex.Read(path, rows, kind, cancellationToken), null, [], stored)
                : null;
        }
        catch (FaissException e)
        {
            RetrievalLog.IndexRefused(logger, e.Message);
            return null;
        }
    }

    private string? Save(IndexFolder folder, IndexLock? held, IndexManifest manifest, OpenedVectors built)
    {
        if (held is null)
        {
            RetrievalLog.NotStored(logger, storage.Value.IndexPath, null);
            return $"The index folder {storage.Value.IndexPath} cannot be written (or another process holds it): "
                + "the index is kept in memory and made again at the next start.";
        }

        try
        {
            var faiss = built.Index as FaissVectorIndex;
            folder.Write(manifest, built.Rows, faiss is not null && KindOf(built.Vectors).IsStored ? faiss : null);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaissException)
        {
            RetrievalLog.NotStored(logger, storage.Value.IndexPath, e);
            return $"The index could not be stored under {storage.Value.IndexPath}: it is kept in memory and made again at the next start.";
        }
    }

    private IndexManifest Wanted(SchemaDocuments documents, IEmbeddingGenerator<string, Embedding<float>> embedder, int dimension)
    {
        var hashes = new byte[16 * documents.All.Count];
        for (var i = 0; i < documents.All.Count; i++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(hashes.AsSpan(16 * i), documents.All[i].Hash);
        }

        return new IndexManifest
        {
            Format = IndexManifest.CurrentFormat,
            Database = documents.Catalog.DatabaseId,
            Model = ModelName(embedder),
            Dimension = dimension,
            Count = documents.All.Count,
            SchemaHash = documents.Catalog.Hash,
            DocumentsHash = Convert.ToHexStringLower(SHA256.HashData(hashes)),
            IndexFactory = VectorIndexKind.Of(options.Value.IndexType, documents.All.Count, dimension).Factory,
            Vectors = new StoredFile(string.Empty, string.Empty),
        };
    }

    internal static string ModelName(IEmbeddingGenerator<string, Embedding<float>> embedder) =>
        embedder.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId ?? "unknown";

    private VectorIndexKind KindOf(QuantizedVectors vectors) => VectorIndexKind.Of(options.Value.IndexType, vectors.Count, vectors.Dimension);

    private static IEnumerable<string> NotesOf(IVectorIndex index) => index is ExactVectorIndex && FaissLibrary.Problem is { } problem
        ? [$"FAISS is not available, vectors are compared one by one in managed code: {problem}"]
        : [];
}

/// <param name="Vectors">One a document.</param>
/// <param name="Index">Finds documents.</param>
/// <param name="RebuildReason">Why it was made anew; null when it was read from disk.</param>
/// <param name="Notes">Sentences for the status page.</param>
/// <param name="Rows">What is stored: the vectors by the rows of the index.</param>
internal sealed record OpenedVectors(QuantizedVectors Vectors, IVectorIndex Index, string? RebuildReason, IReadOnlyList<string> Notes, StoredVectors Rows)
{
    /// <summary>Documents that were added to a stored graph; null when there was none to add them to.</summary>
    public int? Added { get; init; }
}
