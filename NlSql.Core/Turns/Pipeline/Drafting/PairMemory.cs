using System.Numerics.Tensors;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Running;
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

    /// <summary>Pairs that could not be judged just now, after which nobody waits for more of them.</summary>
    public const int MostUnjudged = 3;

    /// <summary>Round trips to the planner that a question takes for what nobody judged before; the next question goes on from there.</summary>
    public const int MostPlanned = 12;

    private const int KeptChecks = 4096;

    /// <summary>What the planner said of a pair in a catalog to an analyst, whose rights may be their own; null that it runs.</summary>
    private readonly LruCache<(string Pair, string Sql, string Catalog, string Analyst), string?> checks = new(KeptChecks);

    /// <summary>
    /// Nothing where the state cannot be read, and no pair that cannot be planned now: a question is answered without it rather than not at all. A pair whose
    /// statement touches a personal column may answer its own question, but is no example: its texts and numbers are people's.
    /// </summary>
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
        var (planned, unjudged) = (0, 0);
        foreach (var (pair, similarity) in near)
        {
            if (similar.Count >= options.Value.Examples && (same is not null || pair.Key != key))
            {
                break;
            }

            // Of several answers to one question the first counts: one's own before others', the newest before older ones.
            if (questions.Contains(pair.Key))
            {
                continue;
            }

            PairCheck? check;
            var isExample = false;
            try
            {
                check = Known(database, pair, analyst, out var approved);
                isExample = approved is { TouchesPersonal: false } && pair.Sql.Length <= LongestSql;
                if (check is null && (isExample || pair.Key == key))
                {
                    if (planned++ == MostPlanned)
                    {
                        break;
                    }

                    check = await PlannedAsync(database, pair, approved!, analyst, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (PipelineFailureException error)
            {
                if (error.Failure.Type is FailureTypes.DatabaseUnreachable || ++unjudged == MostUnjudged)
                {
                    break;
                }

                // It counts although nobody can say today whether it runs: what others hold against it does not take its place.
                questions.Add(pair.Key);
                continue;
            }

            if (check is { Fault: not null })
            {
                continue;
            }

            questions.Add(pair.Key);
            same = pair.Key == key ? pair : same;
            if (isExample && similar.Count < options.Value.Examples)
            {
                similar.Add(new SimilarPair(pair.Question, pair.Sql));
            }
        }

        return new Recollection(same, similar);
    }

    /// <summary>
    /// Whether the pair may be used by an analyst with this database as it is now. Throws <see cref="PipelineFailureException"/> where nobody can say: the
    /// guard is busy, or the database cannot be asked, is busy, or does not let this analyst read.
    /// </summary>
    public async ValueTask<PairCheck> CheckAsync(DatabaseSnapshot database, VerifiedPair pair, string analyst, CancellationToken cancellationToken) =>
        Known(database, pair, analyst, out var approved)
            ?? await PlannedAsync(database, pair, approved!, analyst, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// The same without a round trip; null where only the planner can say, to which <paramref name="approved"/> goes. Throws
    /// <see cref="PipelineFailureException"/> where the guard cannot say.
    /// </summary>
    public PairCheck? Known(DatabaseSnapshot database, VerifiedPair pair, string analyst, out ApprovedSql? approved)
    {
        // The guard's rules may change without the catalog: it is asked each time.
        var verdict = guard.Check(pair.Sql, database.Scope);
        approved = (verdict as GuardApproval)?.Sql;
        if (verdict is GuardRefusal refusal)
        {
            return GuardRules.IsOfTheMoment(refusal.Rule)
                ? throw new PipelineFailureException(Refusals.AsFailure(refusal))
                : new PairCheck(refusal.Message);
        }

        return checks.TryGet(Place(database, pair, analyst), out var fault) ? new PairCheck(fault) : null;
    }

    private static (string Pair, string Sql, string Catalog, string Analyst) Place(DatabaseSnapshot database, VerifiedPair pair, string analyst) =>
        (pair.Id, pair.Sql, database.Catalog.Hash, analyst);

    private async Task<PairCheck> PlannedAsync(
        DatabaseSnapshot database, VerifiedPair pair, ApprovedSql approved, string analyst, CancellationToken cancellationToken)
    {
        var fault = await FaultAsync(database, approved, analyst, cancellationToken).ConfigureAwait(false);
        checks.Set(Place(database, pair, analyst), fault);
        return new PairCheck(fault);
    }

    /// <summary>The statement's own fault; null where it can be planned. What passes is thrown, so that nobody keeps it.</summary>
    private async Task<string?> FaultAsync(DatabaseSnapshot database, ApprovedSql approved, string analyst, CancellationToken cancellationToken)
    {
        try
        {
            await executor.EstimateAsync(database.DataSource, approved, new RunTag(analyst, "memory"), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PipelineFailureException exception) when (StatementFaults.IsOne(exception.Failure))
        {
            return exception.Failure.Message;
        }
    }
}

/// <param name="Fault">Why it may not be used; null when it may.</param>
internal sealed record PairCheck(string? Fault);

/// <param name="Same">The pair of this very question; null where there is none that runs.</param>
/// <param name="Similar">Examples for a model, the nearest first; <paramref name="Same"/> may be among them.</param>
internal sealed record Recollection(VerifiedPair? Same, IReadOnlyList<SimilarPair> Similar)
{
    public static Recollection Nothing { get; } = new(null, []);
}
