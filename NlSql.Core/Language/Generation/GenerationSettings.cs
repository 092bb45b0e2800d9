using System.Globalization;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Core.Language.Generation;

/// <summary>The settings that drafts depend on, as they stand at one moment. Nothing secret is among them.</summary>
public sealed record GenerationSettings
{
    /// <summary>The configured model; null where there is none.</summary>
    public string? Model { get; init; }

    /// <summary>Scheme, host and port, or the setting that names a model of this machine; null where there is no model.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Said with every draft: that a model is named and not used. Null where there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>GENERATOR_ORDER</summary>
    public string Order { get; init; } = "";

    /// <summary>MODEL_SEES</summary>
    public string Sees { get; init; } = "";

    /// <summary>PROMPT_FORM as it comes out: short, or long.</summary>
    public string Form { get; init; } = "long";

    /// <summary>LLM_VOTES</summary>
    public int Votes { get; init; }

    /// <summary>LLM_VOTES_BUILT_IN</summary>
    public bool TranslatorVotes { get; init; } = true;

    /// <summary>LLM_REPAIRS</summary>
    public int Repairs { get; init; }

    /// <summary>LLM_TEMPERATURE; null where it is empty.</summary>
    public float? Temperature { get; init; }

    /// <summary>LLM_MAX_TOKENS</summary>
    public int MaxTokens { get; init; }

    /// <summary>LLM_CONTEXT_TOKENS</summary>
    public int ContextTokens { get; init; }

    /// <summary>TIME_ZONE</summary>
    public string Zone { get; init; } = "";

    /// <summary>The zone's day: <c>2026-11-28</c>.</summary>
    public string Today { get; init; } = "";
}

/// <summary>Reads them off.</summary>
internal sealed class PresentGenerationSettings(
    ConfiguredModel model, IOptions<ModelOptions> options, IOptions<GenerationOptions> generation, SessionClock clock)
{
    public GenerationSettings Read() => new()
    {
        Model = model.Endpoint?.Model,
        Endpoint = model.Endpoint?.Address,
        Note = model.Note,
        Order = generation.Value.Order,
        Sees = options.Value.Sees.ToString(),
        Form = options.Value.IsShort ? "short" : "long",
        Votes = options.Value.Votes,
        TranslatorVotes = options.Value.TranslatorVotes,
        Repairs = options.Value.Repairs,
        Temperature = options.Value.Temperature,
        MaxTokens = options.Value.MaxTokens,
        ContextTokens = options.Value.ContextTokens,
        Zone = clock.Zone,
        Today = clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
