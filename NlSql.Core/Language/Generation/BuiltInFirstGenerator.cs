using System.Runtime.CompilerServices;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// The order for weak models (<c>GENERATOR_ORDER=built-in</c>): the built-in translator writes what it understands, and the usual order, the
/// model first, is asked where it declines. A question back is an answer.
/// </summary>
internal sealed class BuiltInFirstGenerator(ISqlGenerator builtIn, ISqlGenerator usual) : ISqlGenerator
{
    public string Name => builtIn.Name;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Decline? declined = null;
        await foreach (var step in builtIn.GenerateAsync(request with { AnswerAlways = false }, cancellationToken).ConfigureAwait(false))
        {
            declined = (step as SqlDrafted)?.Draft.Declined;
            if (declined is null)
            {
                yield return step;
            }
        }

        if (declined is null)
        {
            yield break;
        }

        var note = $"The built-in translator declined: {declined.Reason}";
        yield return new GeneratorNote(note);
        await foreach (var step in usual.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return step is SqlDrafted { Draft: { Sql: not null } draft } ? new SqlDrafted(draft with { Notes = [note, .. draft.Notes] }) : step;
        }
    }
}
