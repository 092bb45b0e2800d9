using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Workspace.Memory;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>What people keep of questions and their SQL, for hosts: every pair with what speaks against it today.</summary>
public sealed class PairBook
{
    private static readonly string NotAsked = FormattableString.Invariant(
        $"The planner was not asked, as {PairMemory.MostUnjudged} others could not be judged just now; list them again later.");

    private readonly IVerifiedPairs pairs;
    private readonly PairMemory memory;
    private readonly IAnalyticsDatabases databases;
    private readonly ISqlGuard guard;

    internal PairBook(IVerifiedPairs pairs, PairMemory memory, IAnalyticsDatabases databases, ISqlGuard guard)
    {
        this.pairs = pairs;
        this.memory = memory;
        this.databases = databases;
        this.guard = guard;
    }

    /// <summary>
    /// The analyst's own pairs of this database and those that others share, the newest first. Once <see cref="PairMemory.MostUnjudged"/> of them have
    /// waited in vain, the planner is asked for no more: the others are as they are known, or listed with that as their obstacle.
    /// </summary>
    public async Task<IReadOnlyList<KeptPair>> ListAsync(string analyst, CancellationToken cancellationToken)
    {
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        var kept = await pairs.ListAsync(analyst, database.Catalog.DatabaseId, cancellationToken).ConfigureAwait(false);
        var byQuestion = kept.ToLookup(pair => pair.Key, StringComparer.Ordinal);
        List<KeptPair> listed = [];
        string? given = null;
        var unjudged = 0;
        var isGuardBusy = false;
        foreach (var pair in kept)
        {
            var others = byQuestion[pair.Key].Where(other => !VerifiedPair.IsSame(other.Sql, pair.Sql)).Select(other => other.Id);
            var (fault, obstacle) = await JudgeAsync(pair).ConfigureAwait(false);
            listed.Add(new KeptPair(pair, fault, obstacle, [.. others]));
        }

        return listed;

        async Task<(string? Fault, string? Obstacle)> JudgeAsync(VerifiedPair pair)
        {
            try
            {
                if (given is not null)
                {
                    return !isGuardBusy && memory.Known(database, pair, analyst, out _) is { } known ? (known.Fault, null) : (null, given);
                }

                return ((await memory.CheckAsync(database, pair, analyst, cancellationToken).ConfigureAwait(false)).Fault, null);
            }
            catch (PipelineFailureException error)
            {
                // Who cannot be reached, or lets everybody wait, is not asked for each of them. A right that is missing is told at once.
                isGuardBusy |= error.Failure is { Type: FailureTypes.SqlGuardBusy } or { Party: FailureParty.Guard };
                unjudged += error.Failure.SqlState is PostgresErrorCodes.InsufficientPrivilege ? 0 : 1;
                given ??= error.Failure.Type is FailureTypes.DatabaseUnreachable ? error.Failure.Message : unjudged < PairMemory.MostUnjudged ? null : NotAsked;
                return (null, error.Failure.Message);
            }
        }
    }

    /// <summary>
    /// Keeps a pair that somebody approves. Throws <see cref="PipelineFailureException"/>: question-empty, sql-empty, the guard's refusal, or the database's
    /// error where it would not run.
    /// </summary>
    public async Task<VerifiedPair> ApproveAsync(string? question, string? sql, bool isShared, string analyst, CancellationToken cancellationToken)
    {
        if (QuestionCheck.Find(question) is { } fault)
        {
            throw new PipelineFailureException(fault);
        }

        if (string.IsNullOrWhiteSpace(sql))
        {
            throw new PipelineFailureException(new(
                FailureParty.Caller, FailureTypes.SqlEmpty, "There is no SQL: the statement is empty.", "Give one SELECT statement."));
        }

        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        if (guard.Check(sql, database.Scope) is GuardRefusal refusal)
        {
            throw new PipelineFailureException(Refusals.AsFailure(refusal));
        }

        var pair = new VerifiedPair("", question!.Trim(), sql.Trim(), database.Catalog.DatabaseId, analyst, isShared, PairKind.Approved, default);
        return (await memory.CheckAsync(database, pair, analyst, cancellationToken).ConfigureAwait(false)).Fault is { } error
            ? throw new PipelineFailureException(new(FailureParty.Database, FailureTypes.DatabaseError, error, "Keep SQL that runs."))
            : await pairs.KeepAsync(pair, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes an own pair; false when there is none of that id.</summary>
    public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) => pairs.DeleteAsync(id, analyst, cancellationToken);

    /// <summary>Lets an own pair serve everybody, or ends that; false when there is none of that id.</summary>
    public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) =>
        pairs.ShareAsync(id, analyst, isShared, cancellationToken);
}

/// <param name="Fault">What is wrong with its statement by the schema and the rules of today; null when nothing is.</param>
/// <param name="Obstacle">
/// What keeps it from this analyst now and is no fault of its statement: a lock, a busy guard, a missing right; null when nothing does.
/// </param>
/// <param name="ConflictsWith">Ids of pairs that answer the same question otherwise.</param>
public sealed record KeptPair(VerifiedPair Pair, string? Fault, string? Obstacle, IReadOnlyList<string> ConflictsWith);
