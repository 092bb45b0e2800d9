using NlSql.Core.Language.Generation.Witnessing;

namespace NlSql.Core.Language.Generation.Voting;

/// <summary>Drafts of one vote: each is tried as it comes, and the largest group that gives the same rows wins.</summary>
/// <param name="count">Drafts at most.</param>
/// <param name="glimpse">See <see cref="GenerationRequest.Glimpse"/>.</param>
internal sealed class Ballot(int count, Func<string, CancellationToken, ValueTask<DraftTrial>> glimpse)
{
    private readonly List<Candidate> candidates = [];
    private int taken;
    private bool isOverloaded;

    public bool IsEmpty => candidates.Count == 0;

    /// <summary>All have come, more than half of all agree, or there was no room or time for one.</summary>
    public bool IsOver => taken >= count || isOverloaded || Groups().Any(group => group.Count() * 2 > count);

    /// <summary>Tries a draft; one that was not written, or without a statement, takes its place and has no vote.</summary>
    public async Task TakeAsync(SqlDraft? draft, CancellationToken cancellationToken)
    {
        taken++;
        if (draft is not { Sql: { } sql })
        {
            return;
        }

        var same = candidates.Find(candidate => string.Equals(candidate.Draft.Sql, sql, StringComparison.Ordinal));
        var trial = same?.Trial ?? await glimpse(sql, cancellationToken).ConfigureAwait(false);
        candidates.Add(new Candidate(draft, trial));
        isOverloaded = trial.IsOverloaded;
    }

    /// <summary>What each of them gave.</summary>
    public void Tell(IGenerationWitness? witness)
    {
        var groups = Groups().Select(group => group.Key).ToList();
        foreach (var (draft, trial) in candidates)
        {
            var rows = trial.Rows;
            int? group = rows is null ? null : groups.IndexOf(rows.Fingerprint);
            witness?.Tried(new DraftVote(draft.Generator, draft.Sql!, group, rows?.Rows, rows?.Columns));
        }
    }

    /// <summary>Of equal groups one with a draft of the model, then the one with the earliest draft; the first draft where nothing could be compared.</summary>
    public (SqlDraft Draft, string? Note) Choose()
    {
        var groups = Groups().OrderByDescending(group => group.Count()).ThenBy(group => group.All(candidate => candidate.IsTranslator)).ToList();
        if (groups.Count == 0)
        {
            return (WithAllWork(candidates[0].Draft), null);
        }

        // The model's before the translator's, which says the same: it is the one that was asked.
        var winner = groups[0].FirstOrDefault(candidate => !candidate.IsTranslator) ?? groups[0].First();
        var voice = candidates.Find(candidate => candidate.IsTranslator && candidate.Glimpse is not null);
        var agreement = new Agreement(groups[0].Count(), groups.Sum(group => group.Count()))
        {
            Translator = voice is null ? null : voice.Glimpse!.Fingerprint == groups[0].Key,
        };
        return (WithAllWork(winner.Draft) with { Agreement = agreement }, agreement.Counted == 1 ? null : Words(agreement, winner, groups));
    }

    private static string Words(Agreement agreement, Candidate winner, List<IGrouping<string, Candidate>> groups)
    {
        var among = agreement.Translator == true ? ", the built-in translator's among them" : "";
        if (groups.Count == 1)
        {
            return FormattableString.Invariant($"{agreement.Counted} drafts were tried and give the same rows{among}.");
        }

        var others = string.Join("; ", groups.Skip(1).Select(group => Other(group, winner)));
        return FormattableString.Invariant(
            $"{agreement.Agreeing} of {agreement.Counted} drafts that were tried {Give(agreement.Agreeing)} these {winner.Glimpse}{among}; {others}.");
    }

    private static string Other(IGrouping<string, Candidate> group, Candidate winner)
    {
        var first = group.First();
        var who = !group.Any(candidate => candidate.IsTranslator) ? ""
            : group.Count() == 1 ? " (the built-in translator's)"
            : " (the built-in translator's among them)";
        var how = StatementDifference.Of(first.Draft.Sql!, winner.Draft.Sql!);
        return FormattableString.Invariant($"{group.Count()} {Give(group.Count())} {first.Glimpse}{who}{(how.Length == 0 ? "" : $", {how}")}");
    }

    private static string Give(int drafts) => drafts == 1 ? "gives" : "give";

    private IEnumerable<IGrouping<string, Candidate>> Groups() => candidates
        .Where(candidate => candidate.Glimpse is not null)
        .GroupBy(candidate => candidate.Glimpse!.Fingerprint, StringComparer.Ordinal);

    /// <summary>With the calls and tokens of all drafts.</summary>
    private SqlDraft WithAllWork(SqlDraft draft) => draft.Work is { } own && candidates.Select(candidate => candidate.Draft.Work).Aggregate(Sum) is { } all
        ? draft with
        {
            Work = own with { Calls = all.Calls, PromptTokens = all.PromptTokens, CachedTokens = all.CachedTokens, AnswerTokens = all.AnswerTokens },
        }
        : draft;

    private static ModelWork? Sum(ModelWork? sum, ModelWork? next) => sum is null || next is null ? sum ?? next : sum with
    {
        Calls = sum.Calls + next.Calls,
        PromptTokens = sum.PromptTokens + next.PromptTokens,
        CachedTokens = sum.CachedTokens + next.CachedTokens,
        AnswerTokens = sum.AnswerTokens + next.AnswerTokens,
    };

    /// <param name="Trial">Without rows it has no vote.</param>
    private sealed record Candidate(SqlDraft Draft, DraftTrial Trial)
    {
        public ResultGlimpse? Glimpse => Trial.Rows;

        public bool IsTranslator => Draft.Generator == GeneratorNames.BuiltIn;
    }
}
