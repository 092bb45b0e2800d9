using Microsoft.Extensions.Options;
using NlSql.Core.Caching;
using NlSql.Core.Catalog;
using NlSql.Core.Generation;
using NlSql.Core.Retrieval;

namespace NlSql.Core.Pipeline.Drafting;

/// <summary>Drafts of questions asked before, while schema, history and instructions are the same. The guard judges a cached draft like any other.</summary>
internal sealed class DraftCache(IOptions<CacheOptions> options)
{
    private readonly LruCache<DraftKey, CachedDraft> _drafts = new(options.Value.Size);

    public CachedDraft? Find(DraftKey key) => _drafts.TryGet(key, out var draft) ? draft : null;

    public void Keep(DraftKey key, CachedDraft draft) => _drafts.Set(key, draft);
}

internal sealed record CachedDraft(RetrievedSchema Schema, SqlDraft Draft);

/// <summary>Everything that a draft depends on.</summary>
internal sealed record DraftKey(string DatabaseId, string CatalogHash, string Question, string? Instructions, bool AnswerAlways, string History)
{
    public static DraftKey For(SchemaCatalog catalog, DraftRequest request, IReadOnlyList<PriorTurn> history) => new(
        catalog.DatabaseId,
        catalog.Hash,
        request.Question.Trim(),
        request.Instructions,
        request.AnswerAlways,
        string.Join('\0', history.Select(t => t.Question + '\u0001' + t.Sql)));
}
