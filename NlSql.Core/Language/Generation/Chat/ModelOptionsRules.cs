using Microsoft.Extensions.Options;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>Checks what belongs together in <see cref="ModelOptions"/>.</summary>
internal sealed class ModelOptionsRules : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        List<string> faults = [];
        if (options.HasEndpoint)
        {
            if (options.BaseAddress() is null)
            {
                faults.Add($"LLM_API_URL {EndpointAddress.Rule}");
            }

            if (string.IsNullOrWhiteSpace(options.ModelName))
            {
                faults.Add("LLM_MODEL_NAME is missing: set the name of a model that the endpoint at LLM_API_URL serves.");
            }
        }

        if (options.ApiKey?.Any(c => char.IsControl(c) || c > '\x7e') is true)
        {
            faults.Add("LLM_API_KEY must be plain ASCII without line breaks.");
        }

        if (options.Replay is { Length: > 0 } replay && !File.Exists(replay) && string.IsNullOrEmpty(options.Record))
        {
            faults.Add($"LLM_REPLAY is {replay}, and there is no such file: set LLM_RECORD to make one, or leave it out.");
        }

        if (!Enum.IsDefined(options.Sees))
        {
            faults.Add("MODEL_SEES must be schema, samples or rows.");
        }

        if (options.MaxTokens >= options.ContextTokens)
        {
            faults.Add("LLM_MAX_TOKENS must be smaller than LLM_CONTEXT_TOKENS, which covers prompt and answer.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
