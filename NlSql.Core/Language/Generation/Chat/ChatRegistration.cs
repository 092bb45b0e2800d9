using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>Registers the configured model, if there is one: the only place that knows the OpenAI package.</summary>
internal static class ChatRegistration
{
    /// <summary>Said where MODEL_PATH is set without an endpoint.</summary>
    public const string NoLocalModels =
        "MODEL_PATH is set, but local GGUF models are not in this version: start a llama.cpp server with that file and set LLM_API_URL to its address.";

    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsRules>();
        services.AddSingleton<ModelTransport>();
        services.AddSingleton(Connect);
        return services;
    }

    private static ConfiguredModel Connect(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        var note = string.IsNullOrWhiteSpace(options.LocalModelPath) ? null : NoLocalModels;
        if (!options.HasEndpoint || options.BaseAddress() is not { } address || options.ModelName is not { } model)
        {
            return new ConfiguredModel { Note = note };
        }

        var endpoint = new ModelEndpoint(model.Trim(), address.GetLeftPart(UriPartial.Authority), options.Sees, address.IsLoopback);
        var client = new OpenAIChatClient(
            services.GetRequiredService<ModelTransport>().Open(endpoint.Model, address, options),
            new ChatClientMetadata("openai", address, endpoint.Model));
        return new ConfiguredModel
        {
            Endpoint = endpoint,
            Client = new ReliableChatClient(
                client, endpoint, options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ReliableChatClient>>()),
            Note = note,
        };
    }
}

/// <summary>The HTTP connections to the model's endpoint; one for the life of the process.</summary>
internal sealed class ModelTransport : IDisposable
{
    /// <summary>The package demands a key; where none is set the header is taken off again before sending.</summary>
    private const string NoKey = "none";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public ChatClient Open(string model, Uri address, ModelOptions options)
    {
        var key = options.ApiKey?.Trim();
        var settings = new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(_http),

            // Repeating and time limits are ReliableChatClient's; these only have to be out of its way.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromMilliseconds(options.TimeoutMs) + TimeSpan.FromSeconds(5),
        };
        if (string.IsNullOrEmpty(key))
        {
            settings.AddPolicy(new WithoutAuthorization(), PipelinePosition.BeforeTransport);
        }

        return new ChatClient(model, new ApiKeyCredential(string.IsNullOrEmpty(key) ? NoKey : key), settings);
    }

    public void Dispose() => _http.Dispose();

    private sealed class WithoutAuthorization : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
