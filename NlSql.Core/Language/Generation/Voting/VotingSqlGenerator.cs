using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Voting;

/// <summary>
/// Has a model write several drafts, tries each of them under small limits, and takes the one whose rows most of them give. It ends as soon as more than half
/// of all agree, or as a draft finds no room or time to be tried; a question that is declined or asked back is not voted on. The built-in translator has one of
/// the voices where it understands the question: it costs no call, and errs in other ways than the model.
/// </summary>
/// <param name="count">Drafts at most, the translator's included.</param>
/// <param name="translator">Null where it has no voice.</param>
internal sealed class VotingSqlGenerator(ISqlGenerator inner, int count, ISqlGenerator? translator) : ISqlGenerator
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

        var ballot = new Ballot(count, glimpse);
        var other = translator;
        PipelineFailureException? failure = null;
        for (var number = 0; !ballot.IsOver; number++)
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

            if (draft is { Sql: null } && number == 0)
            {
                yield return new SqlDrafted(draft);
                yield break;
            }

            await ballot.TakeAsync(draft, cancellationToken).ConfigureAwait(false);
            if (other is not null && !ballot.IsEmpty && !ballot.IsOver)
            {
                if (await TranslatedAsync(other, request, cancellationToken).ConfigureAwait(false) is { } voice)
                {
                    await ballot.TakeAsync(voice, cancellationToken).ConfigureAwait(false);
                }

                other = null;
            }
        }

        if (ballot.IsEmpty)
        {
            throw failure ?? throw new InvalidOperationException($"The generator {inner.Name} ended without a draft.");
        }

        ballot.Tell(request.Witness);
        var (chosen, note) = ballot.Choose();
        if (note is not null)
        {
            yield return new GeneratorNote(note);
            yield return new SqlToken(chosen.Sql!);
        }

        yield return new SqlDrafted(note is null ? chosen : chosen with { Notes = [.. chosen.Notes, note] });
    }

    /// <summary>Null where it declines, asks back or fails: then it has no voice, and the model has one more.</summary>
    private static async Task<SqlDraft?> TranslatedAsync(ISqlGenerator translator, GenerationRequest request, CancellationToken cancellationToken)
    {
        SqlDraft? draft = null;
        try
        {
            await foreach (var step in translator.GenerateAsync(request with { AnswerAlways = false, Witness = null }, cancellationToken).ConfigureAwait(false))
            {
                draft = (step as SqlDrafted)?.Draft ?? draft;
            }
        }
        catch (PipelineFailureException)
        {
            return null;
        }

        return draft is { Sql: not null, NotUnderstood.Count: 0 } ? draft : null;
    }
}
