using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis.Narrative;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Analysis;

/// <summary>
/// The model writes where one is configured and may see these rows; the built-in analyst writes everywhere else and when the model fails, and says so.
/// When the model fails in the middle, what streamed before is void: <see cref="AnalysisFinished.Markdown"/> holds the text that counts.
/// </summary>
/// <param name="model">Null where no model is configured.</param>
/// <param name="sees">What the model may see; null where no model is configured.</param>
internal sealed partial class FallbackAnalyst(IResultAnalyst? model, ModelSees? sees, BuiltInAnalyst builtIn, ILogger<FallbackAnalyst> logger) : IResultAnalyst
{
    public async IAsyncEnumerable<AnalysisEvent> AnalyzeAsync(AnalysisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> notes = [];
        if (model is not null && sees == ModelSees.Rows && request.PersonalSource is null && request.Rows.Count > 0)
        {
            var events = model.AnalyzeAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = events.ConfigureAwait(false);
            PipelineFailure? failure = null;
            var hasWritten = false;
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (PipelineFailureException exception) when (exception.Failure.Party == FailureParty.Model)
                {
                    failure = exception.Failure;
                    break;
                }

                hasWritten |= events.Current is AnalysisText;
                yield return events.Current;
            }

            LogModelFailed(logger, failure.Type);
            notes.Add($"Written by the built-in analyst. {failure.Message}");
            if (hasWritten)
            {
                yield return new AnalysisText("\n\n_The model broke off; the built-in analyst starts again._\n\n");
            }
        }
        else if (sees == ModelSees.Rows && request.PersonalSource is { } source && request.Rows.Count > 0)
        {
            notes.Add($"Written by the built-in analyst: the result may hold personal data of {source}, which does not leave for the model.");
        }
        else if (sees is { } level && request.Rows.Count > 0)
        {
            notes.Add($"Written by the built-in analyst: MODEL_SEES is {level.ToString().ToLowerInvariant()}, so no rows leave for the model.");
        }

        await foreach (var item in builtIn.AnalyzeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return item is AnalysisFinished finished ? finished with { Notes = [.. notes, .. finished.Notes] } : item;
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "The model failed to write the analysis ({FailureType}); the built-in analyst writes it")]
    private static partial void LogModelFailed(ILogger logger, string failureType);
}
