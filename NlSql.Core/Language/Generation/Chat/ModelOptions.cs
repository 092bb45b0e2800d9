using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>The <c>LLM_*</c> settings: how a model is asked, and the OpenAI-compatible endpoint where there is one.</summary>
public sealed class ModelOptions
{
    /// <summary>Base address of an OpenAI-compatible API, for instance <c>http://localhost:11434/v1</c>; a bare host gets <c>/v1</c>.</summary>
    [ConfigurationKeyName("LLM_API_URL")]
    public string? ApiUrl { get; set; }

    /// <summary>Sent as a bearer token; empty sends none.</summary>
    [ConfigurationKeyName("LLM_API_KEY")]
    public string? ApiKey { get; set; }

    /// <summary>As the endpoint knows it; needed with LLM_API_URL.</summary>
    [ConfigurationKeyName("LLM_MODEL_NAME")]
    public string? ModelName { get; set; }

    /// <summary>How long the first token may take, in milliseconds.</summary>
    /// <value>30,000</value>
    [ConfigurationKeyName("LLM_FIRST_TOKEN_TIMEOUT_MS")]
    [Range(100, 600_000, ErrorMessage = "LLM_FIRST_TOKEN_TIMEOUT_MS must be between 100 and 600000.")]
    public int FirstTokenTimeoutMs { get; set; } = 30_000;

    /// <summary>How long a whole answer may take, in milliseconds.</summary>
    /// <value>120,000</value>
    [ConfigurationKeyName("LLM_TIMEOUT_MS")]
    [Range(100, 3_600_000, ErrorMessage = "LLM_TIMEOUT_MS must be between 100 and 3600000.")]
    public int TimeoutMs { get; set; } = 120_000;

    /// <summary>How long a model may be silent between two pieces of its answer, in milliseconds.</summary>
    /// <value>30,000</value>
    [ConfigurationKeyName("LLM_STALL_TIMEOUT_MS")]
    [Range(100, 600_000, ErrorMessage = "LLM_STALL_TIMEOUT_MS must be between 100 and 600000.")]
    public int StallTimeoutMs { get; set; } = 30_000;

    /// <summary>How long a model that took too long is not asked again, in milliseconds: it costs one question its patience, not each.</summary>
    /// <value>30,000; 0 asks it each time</value>
    [ConfigurationKeyName("LLM_PAUSE_MS")]
    [Range(0, 3_600_000, ErrorMessage = "LLM_PAUSE_MS must be between 0 and 3600000.")]
    public int PauseMs { get; set; } = 30_000;

    /// <summary>Tokens that an answer may have.</summary>
    /// <value>1,500</value>
    [ConfigurationKeyName("LLM_MAX_TOKENS")]
    [Range(64, 32_768, ErrorMessage = "LLM_MAX_TOKENS must be between 64 and 32768.")]
    public int MaxTokens { get; set; } = 1_500;

    /// <summary>Tokens that prompt and answer may have together: the model's context window.</summary>
    /// <value>8,192</value>
    [ConfigurationKeyName("LLM_CONTEXT_TOKENS")]
    [Range(1_024, 1_000_000, ErrorMessage = "LLM_CONTEXT_TOKENS must be between 1024 and 1000000.")]
    public int ContextTokens { get; set; } = 8_192;

    /// <summary>Empty sends none, for models that refuse a temperature.</summary>
    /// <value>0: the likeliest answer, so that a question can be replayed</value>
    [ConfigurationKeyName("LLM_TEMPERATURE")]
    [Range(0d, 2d, ErrorMessage = "LLM_TEMPERATURE must be between 0 and 2.")]
    public float? Temperature { get; set; } = 0;

    /// <summary>How often a call that failed before its first token is repeated, when a repetition can help.</summary>
    /// <value>2</value>
    [ConfigurationKeyName("LLM_RETRIES")]
    [Range(0, 5, ErrorMessage = "LLM_RETRIES must be between 0 and 5.")]
    public int Retries { get; set; } = 2;

    /// <summary>How often a model is asked to correct a statement that would not run; it ends sooner when the model repeats itself.</summary>
    /// <value>3</value>
    [ConfigurationKeyName("LLM_REPAIRS")]
    [Range(0, 3, ErrorMessage = "LLM_REPAIRS must be between 0 and 3.")]
    public int Repairs { get; set; } = 3;

    /// <summary>How many drafts of a question a model writes at most; they are tried, and the one whose rows most give is taken.</summary>
    /// <value>0: one draft, nothing is tried</value>
    [ConfigurationKeyName("LLM_VOTES")]
    [AllowedValues(0, 3, 5, ErrorMessage = "LLM_VOTES must be 0, 3 or 5.")]
    public int Votes { get; set; }

    /// <summary>Whether one of the voices of LLM_VOTES is the built-in translator's, where it understands the question.</summary>
    /// <value>true</value>
    [ConfigurationKeyName("LLM_VOTES_BUILT_IN")]
    public bool TranslatorVotes { get; set; } = true;

    /// <summary>How much a prompt says: <c>long</c> has rules and a protocol, <c>short</c> the schema and the question, as small models know it best.</summary>
    /// <value>auto: short for a small model of MODEL_PATH, else long</value>
    [ConfigurationKeyName("PROMPT_FORM")]
    [AllowedValues("auto", "long", "short", ErrorMessage = "PROMPT_FORM must be auto, long or short.")]
    public string PromptForm { get; set; } = "auto";

    /// <summary>A file that prompts and answers are added to.</summary>
    [ConfigurationKeyName("LLM_RECORD")]
    public string? Record { get; set; }

    /// <summary>A file that prompts are answered from; what is not in it is asked only where LLM_RECORD is set too.</summary>
    [ConfigurationKeyName("LLM_REPLAY")]
    public string? Replay { get; set; }

    /// <summary>Name of the header that carries the key.</summary>
    /// <value><c>api-key</c> for hosts of Azure, else <c>Authorization</c> with a bearer token</value>
    [ConfigurationKeyName("LLM_API_KEY_HEADER")]
    [RegularExpression("[A-Za-z0-9-]{1,64}", ErrorMessage = "LLM_API_KEY_HEADER must be the name of a header: letters, digits and hyphens.")]
    public string? ApiKeyHeader { get; set; }

    /// <summary>What may leave for the endpoint.</summary>
    /// <value>schema</value>
    [ConfigurationKeyName("MODEL_SEES")]
    public ModelSees Sees { get; set; } = ModelSees.Schema;

    /// <summary>True when an endpoint is configured.</summary>
    public bool HasEndpoint => !string.IsNullOrWhiteSpace(ApiUrl);

    /// <summary>PROMPT_FORM as it comes out.</summary>
    internal bool IsShort => PromptForm == "short";

    /// <summary>That a model or a key is named for an endpoint that is not; null where that is not so.</summary>
    internal string? Unused() => HasEndpoint ? null
        : !string.IsNullOrWhiteSpace(ModelName) ? "LLM_MODEL_NAME is set and not used: LLM_API_URL says where the model answers, and is not set."
        : !string.IsNullOrWhiteSpace(ApiKey) ? "LLM_API_KEY is set and not used: LLM_API_URL says where the model answers, and is not set."
        : null;

    /// <summary>LLM_API_URL as the base of <c>/chat/completions</c>; null when it is not usable.</summary>
    internal Uri? BaseAddress() => EndpointAddress.Of(ApiUrl, "/chat/completions");
}
