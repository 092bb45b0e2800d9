using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Settings of the search for the right part of the schema.</summary>
public sealed class RetrievalOptions : IValidatableObject
{
    /// <summary><c>auto</c> (flat to 20,000 vectors, hnsw above), <c>flat</c>, <c>sq8</c>, <c>hnsw</c> or <c>ivfpq</c>.</summary>
    /// <value>auto</value>
    [ConfigurationKeyName("FAISS_INDEX_TYPE")]
    [RegularExpression("(?i)auto|flat|sq8|hnsw|ivfpq", ErrorMessage = "FAISS_INDEX_TYPE must be auto, flat, sq8, hnsw or ivfpq.")]
    public string IndexType { get; set; } = "auto";

    /// <summary>Base address of an OpenAI-compatible endpoint (<c>https://host/v1</c>); empty means the built-in embedder.</summary>
    [ConfigurationKeyName("EMBEDDING_API_URL")]
    public string? EmbeddingApiUrl { get; set; }

    /// <summary>As the endpoint knows it; needed with EMBEDDING_API_URL.</summary>
    [ConfigurationKeyName("EMBEDDING_MODEL_NAME")]
    public string? EmbeddingModelName { get; set; }

    /// <summary>May be empty for a local server.</summary>
    [ConfigurationKeyName("EMBEDDING_API_KEY")]
    public string? EmbeddingApiKey { get; set; }

    /// <summary>See <see cref="Endpoints.ModelSees"/>: with <c>schema</c> no value of the database goes to an embeddings endpoint.</summary>
    [ConfigurationKeyName("MODEL_SEES")]
    public string? ModelSees { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(EmbeddingApiUrl))
        {
            yield break;
        }

        if (BaseAddress() is null)
        {
            yield return new ValidationResult($"EMBEDDING_API_URL {EndpointAddress.Rule}", [nameof(EmbeddingApiUrl)]);
        }

        if (string.IsNullOrWhiteSpace(EmbeddingModelName))
        {
            yield return new ValidationResult("EMBEDDING_MODEL_NAME must be set when EMBEDDING_API_URL is.", [nameof(EmbeddingModelName)]);
        }
    }

    /// <summary>True when values may stand in what an endpoint embeds.</summary>
    internal bool MaySendValues => Enum.TryParse<ModelSees>(ModelSees, ignoreCase: true, out var sees) && sees >= Endpoints.ModelSees.Samples;

    /// <summary>EMBEDDING_API_URL as the base of <c>/embeddings</c>; null when it is empty or not usable.</summary>
    internal Uri? BaseAddress() => EndpointAddress.Of(EmbeddingApiUrl, "/embeddings");
}
