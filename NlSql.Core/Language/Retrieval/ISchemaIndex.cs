using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Native.Faiss;

namespace NlSql.Core.Language.Retrieval;

/// <summary>A searchable index over one catalog. Thread-safe; disposing frees native memory.</summary>
public interface ISchemaIndex : IDisposable
{
    /// <summary>What stands behind it, for status pages.</summary>
    SchemaIndexInfo Info { get; }

    /// <summary>
    /// Answers from a later reading of the schema, whose <see cref="SchemaCatalog.Hash"/> must be equal: what is indexed is the same, what is not
    /// (keys, nullability, counts, ranges) may have changed. Throws <see cref="ArgumentException"/> for another schema.
    /// </summary>
    void Reread(SchemaCatalog catalog);

    /// <summary>Finds the part of the catalog that <paramref name="question"/> is about.</summary>
    ValueTask<RetrievedSchema> SearchAsync(string question, RetrievalLimits limits, CancellationToken cancellationToken);
}

/// <summary>How much is returned at most (and, where the catalog has so many, at least).</summary>
public sealed record RetrievalLimits(int Tables = 8, int Columns = 60)
{
    /// <summary>Enough for ranking measures: 20 tables and 50 columns at least.</summary>
    public static RetrievalLimits Ranking { get; } = new(30, 100);
}

/// <param name="IndexType"><c>flat</c>, <c>sq8</c>, <c>hnsw</c> or <c>ivfpq</c>; <c>managed</c> when libfaiss is not available.</param>
/// <param name="EmbeddingModel">Name of the model that made the vectors.</param>
/// <param name="WasRebuilt">True when the stored index was missing, stale or damaged; <paramref name="RebuildReason"/> says which.</param>
public sealed record SchemaIndexInfo(string IndexType, string EmbeddingModel, int Dimension, int Vectors, bool WasRebuilt, string? RebuildReason)
{
    /// <summary>What compares the vectors, in words: <c>flat (FAISS 1.7.3)</c>.</summary>
    public string Engine => IndexType == ExactVectorIndex.Name
        ? "exact comparison in managed code, without FAISS"
        : $"{IndexType} (FAISS {FaissLibrary.Version})";

    /// <summary>Sentences that an operator should read: libfaiss missing, index not stored, embedding endpoint down.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Loads the stored index of a catalog or builds it; never uses a stale or damaged one.</summary>
public interface ISchemaIndexFactory
{
    /// <summary>
    /// Opens what is stored for this catalog, embeds what is new and stores that. <paramref name="forceRebuild"/> takes nothing from disk.
    /// </summary>
    Task<ISchemaIndex> OpenAsync(SchemaCatalog catalog, bool forceRebuild, IProgress<IndexProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Builds an index that leaves nothing on disk, for catalogs that are asked once (the batch forms).</summary>
    Task<ISchemaIndex> OpenInMemoryAsync(SchemaCatalog catalog, CancellationToken cancellationToken);
}

/// <summary>Tables indexed so far.</summary>
public sealed record IndexProgress(int Done, int Total);
