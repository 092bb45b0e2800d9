using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Witnessing;

namespace NlSql.Core.Language.Generation.Voting;

/// <summary>
/// Has a model write several drafts, tries each of them under small limits, and takes the one whose rows most of them give. It ends as soon as more than half
/// of all agree, or as a draft finds no room or time to be tried; a question that is declined or asked back is not voted on.
/// </summary>
/// <param name="count">Drafts at most.</param>
internal sealed class VotingSqlGenerator(ISqlGenerator inner, int count) : ISqlGenerator
{
    /// <summary>Of all drafts but the first: another one has to be possible.</summary>
    private const float Temperature = 0.7f;

    public string Name => inner.Name;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Glimpse is not { } glimpse)
        {
            await foreach (var step in inner.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }

            yield break;
        }

        List<Candidate> candidates = [];
        PipelineFailureException? failure = null;
        for (var number = 0; number < count && !IsDecided(candidates); number++)
        {
            // The first is the one that would be written without voting, and is shown as it grows.
            var asked = number == 0 ? request : request with { Temperature = Temperature, Seed = number };
            SqlDraft? draft = null;
            var steps = inner.GenerateAsync(asked, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (steps.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await steps.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (PipelineFailureException exception) when (exception.Failure.Party == FailureParty.Model)
                    {
                        failure ??= exception;
                        break;
                    }

                    draft = (steps.Current as SqlDrafted)?.Draft ?? draft;
                    if (number == 0 && steps.Current is not SqlDrafted)
                    {
                        yield return steps.Current;
                    }
                }
            }

            if (draft is { Sql: null })
            {
                if (number == 0)
                {
                    yield return new SqlDrafted(draft);
                    yield break;
                }

                continue;
            }

            if (draft is { Sql: { } sql })
            {
                var same = candidates.Find(candidate => string.Equals(candidate.Draft.Sql, sql, StringComparison.Ordinal));
                var trial = same?.Trial ?? await glimpse(sql, cancellationToken).ConfigureAwait(false);
                candidates.Add(new Candidate(draft, trial));
                if (trial.IsOverloaded)
                {
                    break;
                }
            }
        }

        if (candidates.Count == 0)
        {
            throw failure ?? throw new InvalidOperationException($"The generator {inner.Name} ended without a draft.");
        }

        Tell(request.Witness, candidates);
        var (chosen, agreement, note) = Choose(candidates);
        if (note is not null)
        {
            yield return new GeneratorNote(note);
            yield return new SqlToken(chosen.Sql!);
        }

        yield return new SqlDrafted(chosen with
        {
            Agreement = agreement,
            Notes = note is null ? chosen.Notes : [.. chosen.Notes, note],
            Work = candidates.Select(candidate => candidate.Draft.Work).Aggregate(Sum) is { } all && chosen.Work is { } own
                ? own with { Calls = all.Calls, PromptTokens = all.PromptTokens, CachedTokens = all.CachedTokens, AnswerTokens = all.AnswerTokens }
                : chosen.Work,
        });
    }

    private static void Tell(IGenerationWitness? witness, List<Candidate> candidates)
    {
        var groups = Groups(candidates).Select(group => group.Key).ToList();
        foreach (var (draft, trial) in candidates)
        {
            var rows = trial.Rows;
            int? group = rows is null ? null : groups.IndexOf(rows.Fingerprint);
            witness?.Tried(new DraftVote(draft.Generator, draft.Sql!, group, rows?.Rows, rows?.Columns));
        }
    }

    private bool IsDecided(List<Candidate> candidates) => Groups(candidates).Any(group => group.Count() * 2 > count);

    private static IEnumerable<IGrouping<string, Candidate>> Groups(IEnumerable<Candidate> candidates) => candidates
        .Where(candidate => candidate.Glimpse is not null)
        .GroupBy(candidate => candidate.Glimpse!.Fingerprint, StringComparer.Ordinal);

    /// <summary>Of equal groups the one with the earliest draft; the first draft where nothing could be compared.</summary>
    private static (SqlDraft Draft, Agreement? Agreement, string? Note) Choose(List<Candidate> candidates)
    {
        var groups = Groups(candidates).OrderByDescending(group => group.Count()).ToList();
        if (groups.Count == 0)
        {
            return (candidates[0].Draft, null, null);
        }

        var compared = groups.Sum(group => group.Count());
        var winner = groups[0].First();
        var agreement = new Agreement(groups[0].Count(), compared);
        if (compared == 1)
        {
            return (winner.Draft, agreement, null);
        }

        var others = string.Join("; ", groups.Skip(1).Select(group => FormattableString.Invariant($"{group.Count()} give {group.First().Glimpse}")));
        var note = groups.Count == 1
            ? FormattableString.Invariant($"{compared} drafts were tried and give the same rows.")
            : FormattableString.Invariant($"{agreement.Agreeing} of {compared} drafts that were tried give these {winner.Glimpse}; {others}.");
        return (winner.Draft, agreement, note);
    }

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
    }
}
