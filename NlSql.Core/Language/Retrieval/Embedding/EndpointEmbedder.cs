using System.ClientModel;
using System.ClientModel.Primitives;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// Embeds through an OpenAI-compatible endpoint. Vectors are asked for as plain numbers (not every server knows base64) and come back with length 1. Failures are
/// <see cref="PipelineFailureException"/> with the party Model.
/// </summary>
internal sealed class EndpointEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // A question waits for it: the search by words is soon better than one more try.
    private const int MaxRetries = 1;

    private readonly EmbeddingClient _client;
    private readonly string _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    public EndpointEmbedder(Uri endpoint, string model, string? apiKey)
    {
        _model = model;

        // Local servers take any key, but the client demands one.
        var credential = new ApiKeyCredential(string.IsNullOrEmpty(apiKey) ? "none" : apiKey);
        _client = new EmbeddingClient(model, credential, new OpenAIClientOptions { Endpoint = endpoint, NetworkTimeout = Timeout, RetryPolicy = new ClientRetryPolicy(MaxRetries) });
        _metadata = new EmbeddingGeneratorMetadata("openai-compatible", endpoint, model);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        // An empty text is an error for some servers.
        string[] input = [.. values.Select(static v => v.Length == 0 ? " " : v)];
        var body = BinaryContent.Create(BinaryData.FromObjectAsJson(new { input, model = _model, encoding_format = "float" }));
        try
        {
            var result = await _client.GenerateEmbeddingsAsync(body, new RequestOptions { CancellationToken = cancellationToken }).ConfigureAwait(false);
            return Parse(result.GetRawResponse().Content, input.Length);
        }
        catch (ClientResultException e)
        {
            throw Failed(e.Status switch
            {
                401 or 403 => (FailureTypes.ModelUnauthorized, $"The embedding endpoint refused the key ({e.Status}).", "Check EMBEDDING_API_KEY."),
                429 => (FailureTypes.ModelRateLimited, "The embedding endpoint is busy (429).", "Try again later."),
                0 => (FailureTypes.ModelUnreachable, "The embedding endpoint cannot be reached.", "Check EMBEDDING_API_URL."),
                _ => (FailureTypes.ModelAnswerUnusable, $"The embedding endpoint answered with status {e.Status}.", "Check EMBEDDING_API_URL and EMBEDDING_MODEL_NAME."),
            }, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Failed((FailureTypes.ModelAnswerUnusable, "The embedding endpoint's answer is not a list of vectors.", "Check EMBEDDING_API_URL and EMBEDDING_MODEL_NAME."), e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or AggregateException or TaskCanceledException or TimeoutException)
        {
            throw Failed((FailureTypes.ModelUnreachable, "The embedding endpoint cannot be reached or is too slow.", "Check EMBEDDING_API_URL."), e);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The client shares its transport with the process.
    }

    // {"data":[{"index":0,"embedding":[0.1,...]}, ...]}
    private GeneratedEmbeddings<Embedding<float>> Parse(BinaryData content, int expected)
    {
        using var json = JsonDocument.Parse(content);
        var vectors = new float[expected][];
        var position = 0;
        foreach (var item in json.RootElement.GetProperty("data").EnumerateArray())
        {
            var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
            if (index < 0 || index >= expected)
            {
                throw new FormatException("A vector has an index outside of the request.");
            }

            vectors[index] = [.. item.GetProperty("embedding").EnumerateArray().Select(static n => n.GetSingle())];
            position++;
        }

        var dimension = vectors[0]?.Length ?? 0;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(expected);
        foreach (var vector in vectors)
        {
            if (vector is null || vector.Length != dimension || dimension == 0 || !TensorPrimitives.IsFiniteAll<float>(vector))
            {
                throw new FormatException("Vectors are missing, of different lengths or not finite.");
            }

            var norm = TensorPrimitives.Norm<float>(vector);
            if (norm > 0)
            {
                TensorPrimitives.Divide(vector, norm, vector);
            }

            embeddings.Add(new Embedding<float>(vector) { ModelId = _model });
        }

        return embeddings;
    }

    private static PipelineFailureException Failed((string Type, string Message, string Advice) what, Exception inner) => new(
        new PipelineFailure(FailureParty.Model, what.Type, what.Message, what.Advice, IsTransient: what.Type is not (FailureTypes.ModelUnauthorized or FailureTypes.ModelAnswerUnusable)), inner);
}
