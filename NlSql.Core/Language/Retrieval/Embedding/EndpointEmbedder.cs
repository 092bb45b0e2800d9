using System.ClientModel;
using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;
using OpenAI.Embeddings;
using Polly;
using Polly.Retry;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// Embeds through an OpenAI-compatible endpoint. Vectors are asked for as plain numbers (not every server knows base64) and come back with
/// length 1. Failures are <see cref="PipelineFailureException"/> with the party Model. Microsoft.Extensions.AI's own generator is not used: it
/// drops the <c>index</c> of a vector, so that an answer out of order would give texts each other's vectors.
/// </summary>
internal sealed class EndpointEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string CheckBoth = "Check EMBEDDING_API_URL and EMBEDDING_MODEL_NAME.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A question waits for it: the search by words is soon better than a longer wait.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly EmbeddingClient client;
    private readonly string model;
    private readonly EmbeddingGeneratorMetadata metadata;
    private readonly ResiliencePipeline repetition;

    /// <param name="transport">Stays with its owner.</param>
    /// <param name="address">The API's base, as <see cref="EndpointAddress"/> gives it.</param>
    /// <param name="model">The model's name as the endpoint knows it.</param>
    /// <param name="key">Sent as a bearer token; null or blank sends none.</param>
    /// <param name="time">Counts the pause before the one repetition.</param>
    public EndpointEmbedder(ModelTransport transport, Uri address, string model, string? key, TimeProvider time)
    {
        this.model = model;
        client = transport.OpenEmbeddings(address, model, EndpointKey.For(address, key, header: null), Patience);
        metadata = new EmbeddingGeneratorMetadata("openai-compatible", address, model);
        repetition = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(200),
                ShouldHandle = static attempt => ValueTask.FromResult(CanBeRepeated(attempt.Outcome.Exception)),
                DelayGenerator = static attempt =>
                    ValueTask.FromResult(attempt.Outcome.Exception is ClientResultException http ? RequestedWait.Of(http) : null),
            })
            .Build();
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        // An empty text is an error for some servers.
        string[] input = [.. values.Select(static v => v.Length == 0 ? " " : v)];
        try
        {
            var answer = await repetition
                .ExecuteAsync(async token => await client.GenerateEmbeddingsAsync(input, AsNumbers(), token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            return InOrder(answer.Value, input.Length);
        }
        catch (Exception e) when (OfLocalModel(e) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (ClientResultException e)
        {
            throw Failed(e.Status switch
            {
                401 or 403 => (FailureTypes.ModelUnauthorized, $"The embedding endpoint refused the key ({e.Status}).", "Check EMBEDDING_API_KEY."),
                429 => (FailureTypes.ModelRateLimited, "The embedding endpoint is busy (429).", "Try again later."),
                0 => (FailureTypes.ModelUnreachable, "The embedding endpoint cannot be reached.", "Check EMBEDDING_API_URL."),
                >= 300 and < 400 => (
                    FailureTypes.ModelUnreachable,
                    $"The embedding endpoint redirects elsewhere ({e.Status}); that is not followed, because it would carry texts and key to another host.",
                    "Set EMBEDDING_API_URL to the final address."),
                _ => (FailureTypes.ModelAnswerUnusable, $"The embedding endpoint answered with status {e.Status}.", CheckBoth),
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw Failed((FailureTypes.ModelAnswerUnusable, "The embedding endpoint's answer is not a list of vectors.", CheckBoth));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsOfTheNetwork(e))
        {
            throw Failed((FailureTypes.ModelUnreachable, "The embedding endpoint cannot be reached or is too slow.", "Check EMBEDDING_API_URL."));
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The transport belongs to whoever made it.
    }

    private static OpenAI.Embeddings.EmbeddingGenerationOptions AsNumbers()
    {
        var options = new OpenAI.Embeddings.EmbeddingGenerationOptions();
#pragma warning disable SCME0001 // The only way in the OpenAI package to ask for anything but base64.
        options.Patch.Set("$.encoding_format"u8, "float");
#pragma warning restore SCME0001
        return options;
    }

    // {"data":[{"index":0,"embedding":[0.1,...]}, ...]}; where a server leaves the index out, all are 0 and the order is that of the request.
    private GeneratedEmbeddings<Embedding<float>> InOrder(OpenAIEmbeddingCollection answer, int expected)
    {
        var isNumbered = answer.Any(static item => item.Index != 0);
        var vectors = new float[expected][];
        for (var position = 0; position < answer.Count; position++)
        {
            var index = isNumbered ? answer[position].Index : position;
            if (index < 0 || index >= expected)
            {
                throw new FormatException("A vector has an index outside of the request.");
            }

            vectors[index] = answer[position].ToFloats().ToArray();
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

            embeddings.Add(new Embedding<float>(vector) { ModelId = model });
        }

        return embeddings;
    }

    private static bool CanBeRepeated(Exception? exception) => exception switch
    {
        ClientResultException http => http.Status is 0 or 408 or 429 or >= 500 && !(RequestedWait.Of(http) > LongestPause),
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>What a local model's process failed with instead of connecting; it stands in the cause of what the network says.</summary>
    private static PipelineFailureException? OfLocalModel(Exception? exception)
    {
        while (exception is not (null or PipelineFailureException))
        {
            exception = exception.InnerException;
        }

        return exception as PipelineFailureException;
    }

    private static bool IsOfTheNetwork(Exception exception) =>
        exception is HttpRequestException or IOException or AggregateException or TaskCanceledException or TimeoutException;

    /// <summary>Without the cause: an endpoint may echo the key or the texts in what it says.</summary>
    private static PipelineFailureException Failed((string Type, string Message, string Advice) what) => new(new PipelineFailure(
        FailureParty.Model,
        what.Type,
        what.Message,
        what.Advice,
        IsTransient: what.Type is not (FailureTypes.ModelUnauthorized or FailureTypes.ModelAnswerUnusable)));
}
