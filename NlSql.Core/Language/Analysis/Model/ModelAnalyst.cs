using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Narrative;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>
/// Lets the configured model write the analysis and checks every number of it afterwards. The model gets the rows: only to be
/// used where MODEL_SEES allows that.
/// </summary>
internal sealed class ModelAnalyst(
    ModelEndpoint endpoint,
    IChatClient client,
    AnalysisPrompt prompt,
    IOptions<ModelOptions> options,
    NumberFormat numbers) : IResultAnalyst
{
    public async IAsyncEnumerable<AnalysisEvent> AnalyzeAsync(AnalysisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = BuiltInAnalyst.Read(request, numbers);
        var built = prompt.Build(request, await ProfileAsync(request, cancellationToken).ConfigureAwait(false));
        var chatOptions = new ChatOptions { Temperature = options.Value.Temperature, MaxOutputTokens = options.Value.MaxTokens };
        var markdown = new StringBuilder();
        var cutOff = false;
        await foreach (var update in client.GetStreamingResponseAsync(built.Messages, chatOptions, cancellationToken).ConfigureAwait(false))
        {
            cutOff |= update.FinishReason == ChatFinishReason.Length;
            if (Harmless(update.Text) is { Length: > 0 } piece)
            {
                markdown.Append(piece);
                yield return new AnalysisText(piece);
            }
        }

        var text = markdown.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PipelineFailureException(ModelFailures.Unusable("The model wrote no analysis.", "Try again, or use another model.", isTransient: true));
        }

        var findings = NumberCheck.Check(text, reading, request.Question, request.Sql);
        List<string> notes = built.Dropped is { } dropped ? [dropped] : [];
        if (cutOff)
        {
            notes.Add("The analysis was cut off at LLM_MAX_TOKENS.");
        }

        yield return new AnalysisFinished(text, endpoint.GeneratorName, findings.Traced, findings.Untraced, BuiltInAnalyst.FollowUps(reading), notes);
    }

    /// <summary>
    /// The built-in reading is the profile: what it says is computed, so the model need not compute it. Its numbers are written as those of the rows
    /// are; the prompt says how the model is to write its own.
    /// </summary>
    private static async Task<string> ProfileAsync(AnalysisRequest request, CancellationToken cancellationToken)
    {
        await foreach (var item in new BuiltInAnalyst(NumberFormat.Neutral).AnalyzeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (item is AnalysisFinished finished)
            {
                return finished.Markdown;
            }
        }

        return string.Empty;
    }

    /// <summary>An analysis needs no links, images and HTML; without them nothing that a cell talked the model into can reach out.</summary>
    // A backslash of the model's own before a bracket would undo ours.
    private static string Harmless(string piece) => piece
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("<", "\\<", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal);
}
