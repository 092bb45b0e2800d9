using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NlSql.Core.Language.LocalModel;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// A model on this machine's processor is loaded first and reads its prompt slowly, and holds no more context than it was made for: the defaults
/// follow. What is set stays as it is, but for a context that the file does not have.
/// </summary>
internal sealed class LocalModelPatience(IConfiguration configuration, IOptions<LocalModelOptions> local) : IPostConfigureOptions<ModelOptions>
{
    private const int FirstTokenMs = 300_000;
    private const int WholeAnswerMs = 600_000;
    private const int StallMs = 120_000;
    private const int LeastAnswer = 64;

    public void PostConfigure(string? name, ModelOptions options)
    {
        if (!local.Value.HasModel)
        {
            return;
        }

        options.FirstTokenTimeoutMs = IsSet("LLM_FIRST_TOKEN_TIMEOUT_MS") ? options.FirstTokenTimeoutMs : FirstTokenMs;
        options.TimeoutMs = IsSet("LLM_TIMEOUT_MS") ? options.TimeoutMs : WholeAnswerMs;
        options.StallTimeoutMs = IsSet("LLM_STALL_TIMEOUT_MS") ? options.StallTimeoutMs : StallMs;
        var plan = LocalModelPlan.ForChat(local.Value);
        options.ContextTokens = plan.ContextTokens;
        options.PromptForm = IsSet("PROMPT_FORM") && options.PromptForm != "auto" ? options.PromptForm
            : plan.File.IsSmall ? "short" : "long";
        if (!IsSet("LLM_MAX_TOKENS"))
        {
            options.MaxTokens = Math.Clamp(options.ContextTokens / 4, LeastAnswer, options.MaxTokens);
        }
    }

    private bool IsSet(string key) => !string.IsNullOrEmpty(configuration[key]);
}
