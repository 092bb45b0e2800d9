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

    internal EvalFacts(ConfiguredModel model, PromptTemplates templates)
    {
        this.model = model;
        this.templates = templates;
    }

    /// <param name="file">Name of the file of cases.</param>
    /// <param name="cases">Those that were taken.</param>
    /// <param name="of">How many the file has.</param>
    public EvalRunFacts Of(string file, IReadOnlyList<EvalCase> cases, int of, string generator, bool answerAlways, IReadOnlyList<string> heldOut)
    {
        var asked = generator == GeneratorNames.BuiltIn ? null : model.Endpoint;
        return new EvalRunFacts(
            file,
            Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(cases, AnswerJson.Options))),
            cases.Count,
            of,
            generator,
            asked?.Model,
            asked is null ? null : templates.Translation.Hash,
            asked?.Sees.ToString(),
            answerAlways,
            heldOut,
            ProductVersion.Current);
    }
}
