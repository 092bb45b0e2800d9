using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Asks the generators in order until one answers: the configured model first, the built-in translator last. Only failures of
/// the model move on; a decline or a question back is an answer.
/// </summary>
internal sealed partial class FallbackSqlGenerator(
    IReadOnlyList<ISqlGenerator> generators,
    string? standingNote,
    ILogger<FallbackSqlGenerator> logger) : ISqlGenerator
{
    /// <summary>Of the generator that is asked first; a draft says which one wrote it.</summary>
    public string Name => generators[0].Name;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> notes = [];
        if (standingNote is not null)
        {
            notes.Add(standingNote);
            yield return new GeneratorNote(standingNote);
        }

        for (var i = 0; i < generators.Count; i++)
        {
            var isLast = i == generators.Count - 1;
            var events = generators[i].GenerateAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = events.ConfigureAwait(false);
            PipelineFailure? failure = null;
            while (true)
            {
                GenerationEvent current;
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }

                    current = events.Current;
                }
                catch (PipelineFailureException exception) when (!isLast && exception.Failure.Party == FailureParty.Model)
                {
                    failure = exception.Failure;
                    break;
                }

                yield return current is SqlDrafted { Draft: var draft } && notes.Count > 0
                    ? new SqlDrafted(draft with { Notes = [.. notes, .. draft.Notes] })
                    : current;
            }

            LogMovedOn(logger, generators[i].Name, failure.Type, generators[i + 1].Name);
            var note = NoteFor(failure, generators[i + 1].Name);
            notes.Add(note);
            yield return new GeneratorNote(note);
        }
    }

    /// <summary>For instance <c>Model unreachable, written by the built-in translator</c>, with the reason.</summary>
    internal static string NoteFor(PipelineFailure failure, string successor)
    {
        var what = failure.Type switch
        {
            FailureTypes.ModelUnreachable => "Model unreachable",
            FailureTypes.ModelUnauthorized => "Model refused the key",
            FailureTypes.ModelRateLimited => "Model has too many requests",
            FailureTypes.ModelTimeout => "Model too slow",
            _ => "Model's answer unusable",
        };
        var writer = successor == GeneratorNames.BuiltIn ? "the built-in translator" : successor;
        return $"{what}, written by {writer}. {failure.Message}";
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Generator {Generator} failed ({FailureType}); asking {Successor}")]
    private static partial void LogMovedOn(ILogger logger, string generator, string failureType, string successor);
}

/// <summary>Names that generators are registered and shown under.</summary>
public static class GeneratorNames
{
    /// <summary>The translator that needs no model; also its key as a keyed <see cref="ISqlGenerator"/>.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>Who "wrote" a question that was SQL already.</summary>
    public const string Analyst = "analyst";

    /// <summary>Who "wrote" SQL that a person approved or corrected for the same question before.</summary>
    public const string Memory = "memory";

    /// <summary>Who "wrote" SQL that a program sent.</summary>
    public const string Caller = "caller";
}
