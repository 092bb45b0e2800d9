using Microsoft.Extensions.Options;

namespace NlSql.Core.Language.LocalModel;

/// <summary>Looks at the files before anything is started, so that one that cannot work is told in a sentence and not by a process that dies.</summary>
internal sealed class LocalModelRules : IValidateOptions<LocalModelOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalModelOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(LocalModelOptions options)
    {
        if (options.HasModel && !string.IsNullOrWhiteSpace(options.ApiUrl))
        {
            yield return "MODEL_PATH and LLM_API_URL are both set: leave one of them out.";
        }

        if (options.HasEmbeddingModel && !string.IsNullOrWhiteSpace(options.EmbeddingApiUrl))
        {
            yield return "EMBEDDING_MODEL_PATH and EMBEDDING_API_URL are both set: leave one of them out.";
        }

        if (options.HasModel && ModelFileCheck.Chat(options.Path!, options).Fault is { } fault)
        {
            yield return $"MODEL_PATH: {options.Path} {fault}";
        }

        if (options.HasEmbeddingModel && ModelFileCheck.Embeddings(options.EmbeddingPath!).Fault is { } embedding)
        {
            yield return $"EMBEDDING_MODEL_PATH: {options.EmbeddingPath} {embedding}";
        }
    }
}
