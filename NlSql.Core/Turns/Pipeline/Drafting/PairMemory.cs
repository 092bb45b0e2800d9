using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace.Memory;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>
/// What people put right before, for a question that is asked now. Questions are compared by the built-in embedder, so that nothing leaves for it. Each pair
/// passes guard and planner again, with the schema and the rules of today, before it is used; one that does not is left alone.
/// </summary>
internal sealed class PairMemory(
    IVerifiedPairs pairs, StaticEmbedder embedder, ISqlGuard guard, IQueryExecutor executor, IOptions<MemoryOptions> options)
{
    /// <summary>Cosine below which two questions have little to do with each other.</summary>
    private const double LeastSimilarity = 0.6;

    /// <summary>A longer statement would fill the prompt.</summary>
    private const int LongestSql = 2_000;

    /// <summary>What guard and planner said of a pair in a catalog; null that it runs.</summary>
    private readonly ConcurrentDictionary<(string Pair, string Sql, string Catalog), string?> checks = new();

    /// <summary>Nothing where the state cannot be read: a question is answered without it rather than not at all.</summary>
    public async ValueTask<Recollection> RecallAsync(DatabaseSnapshot database, string question, string analyst, CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn)
        {
            return Recollection.Nothing;
        }

        IReadOnlyList<VerifiedPair> kept;
        try
        {
            kept = await pairs.ListAsync(analyst, database.Catalog.DatabaseId, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException error) when (error.Failure.Type is FailureTypes.StateUnusable)
        {
            return Recollection.Nothing;
        }

        if (kept.Count == 0)
        {
            return Recollection.Nothing;
        }

        var key = VerifiedPair.KeyOf(question);
        var asked = embedder.Embed(question);
        var near = kept.Select(pair => (Pair: pair, Similarity: pair.Key == key ? 1 : TensorPrimitives.Dot<float>(asked, embedder.Embed(pair.Question))))
            .Where(found => found.Similarity >= LeastSimilarity)
            .OrderByDescending(found => found.Similarity)
            .ThenByDescending(found => found.Pair.Owner == analyst)
            .ThenByDescending(found => found.Pair.KeptAt);
        VerifiedPair? same = null;
        List<SimilarPair> similar = [];
        HashSet<string> questions = new(StringComparer.Ordinal);
        foreach (var (pair, similarity) in near)
        {
            if (similar.Count >= options.Value.Examples && (same is not null || pair.Key != key))
            {
                break;
            }

            // Of several answers to one question the first counts: one's own before others', the newest before older ones.
            if (questions.Contains(pair.Key) || await FaultAsync(database, pair, cancellationToken).ConfigureAwait(false) is not null)
            {
                continue;
            }

            questions.Add(pair.Key);
            same = pair.Key == key ? pair : same;
            if (pair.Sql.Length <= LongestSql && similar.Count < options.Value.Examples)
            {
                similar.Add(new SimilarPair(pair.Question, pair.Sql, similarity));
            }
        }

        return new Recollection(same, similar);
    }

    /// <summary>Why the pair may not be used with this database as it is now; null when it may. Throws where the database cannot be asked.</summary>
    public async ValueTask<string?> FaultAsync(DatabaseSnapshot database, VerifiedPair pair, CancellationToken cancellationToken)
    {
        // The guard's rules may change without the catalog: it is asked each time, and takes no round trip.
        var verdict = guard.Check(pair.Sql, database.Scope);
        if (verdict is not GuardApproval { Sql: var approved })
        {
            return ((GuardRefusal)verdict).Message;
        }

        var place = (pair.Id, pair.Sql, database.Catalog.Hash);
        if (checks.TryGetValue(place, out var known))
        {
            return known;
        }

        try
        {
            await executor.EstimateAsync(database.DataSource, approved, new RunTag(pair.Owner, "memory"), cancellationToken).ConfigureAwait(false);
            return checks[place] = null;
        }
        catch (PipelineFailureException exception) when (exception.Failure is { Party: FailureParty.Database, SqlState: not null })
        {
            return checks[place] = exception.Failure.Message;
        }
    }
}

/// <param name="Same">The pair of this very question; null where there is none that runs.</param>
/// <param name="Similar">Examples, the nearest first; <paramref name="Same"/> is among them.</param>
internal sealed record Recollection(VerifiedPair? Same, IReadOnlyList<SimilarPair> Similar)
{
    public static Recollection Nothing { get; } = new(null, []);
}
