using System.Security.Cryptography;
using System.Text.Json;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Turns.Answers;

namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>Writes down what a run measures.</summary>
public sealed class EvalFacts
{
    private readonly ConfiguredModel model;
    private readonly PromptTemplates templates;
    private readonly PresentGenerationSettings settings;

    internal EvalFacts(ConfiguredModel model, PromptTemplates templates, PresentGenerationSettings settings)
    {
        this.model = model;
        this.templates = templates;
        this.settings = settings;
    }

    /// <param name="file">Name of the file of cases.</param>
    /// <param name="cases">Those that were taken.</param>
    /// <param name="of">How many the file has.</param>
    public EvalRunFacts Of(string file, IReadOnlyList<EvalCase> cases, int of, string generator, bool answerAlways, IReadOnlyList<string> heldOut)
    {
        var asked = generator == GeneratorNames.BuiltIn ? null : model.Endpoint;
        var present = settings.Read();
        return new EvalRunFacts(
            file,
            Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(cases, AnswerJson.Options))),
            cases.Count,
            of,
            generator,
            asked?.Model,
            asked is null ? null : (present.Form == "short" ? templates.ShortTranslation : templates.Translation).Hash,
            asked?.Sees.ToString(),
            answerAlways,
            heldOut,
            ProductVersion.Current)
        {
            Settings = asked is null ? [] : Named(present),
        };
    }

    private static IReadOnlyList<string> Named(GenerationSettings of) =>
    [
        $"GENERATOR_ORDER={of.Order}",
        $"PROMPT_FORM={of.Form}",
        FormattableString.Invariant($"LLM_VOTES={of.Votes}"),
        .. of.Votes > 0 ? [$"LLM_VOTES_BUILT_IN={(of.TranslatorVotes ? "true" : "false")}"] : Array.Empty<string>(),
        FormattableString.Invariant($"LLM_REPAIRS={of.Repairs}"),
        FormattableString.Invariant($"LLM_TEMPERATURE={of.Temperature}"),
        FormattableString.Invariant($"LLM_MAX_TOKENS={of.MaxTokens}"),
        FormattableString.Invariant($"LLM_CONTEXT_TOKENS={of.ContextTokens}"),
    ];
}
