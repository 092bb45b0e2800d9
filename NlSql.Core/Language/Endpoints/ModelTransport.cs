using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace NlSql.Core.Language.Endpoints;

/// <summary>
/// The HTTP connections to model endpoints; one for the life of the process, and one for each model on this machine. Redirects are not followed,
/// because they would carry prompts and keys to another host. The OpenAI package repeats, logs and traces nothing: its clients' callers decide on
/// all three.
/// </summary>
internal sealed class ModelTransport : IDisposable
{
    /// <summary>The package demands a key; where none is set the header is taken off again before sending.</summary>
    private const string NoKey = "none";

    private readonly HttpClient http;

    public ModelTransport()
        : this(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
    }

    private ModelTransport(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        http = new HttpClient(new PlainAnswers(handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connections that <paramref name="connect"/> makes, whatever host is asked for and however long it takes.</summary>
    public static ModelTransport Through(Func<CancellationToken, ValueTask<Stream>> connect) =>
        new(new SocketsHttpHandler { ConnectCallback = (_, token) => connect(token), UseProxy = false });

    /// <param name="address">The API's base, as <see cref="EndpointAddress"/> gives it.</param>
    /// <param name="model">The model's name as the endpoint knows it.</param>
    /// <param name="key">Sent in its header; none is sent where none is set.</param>
    /// <param name="patience">How long the network may be silent.</param>
    public ChatClient OpenChat(Uri address, string model, EndpointKey key, TimeSpan patience) =>
        new(model, Credential(key), Settings(address, key, patience));

    /// <inheritdoc cref="OpenChat"/>
    public EmbeddingClient OpenEmbeddings(Uri address, string model, EndpointKey key, TimeSpan patience) =>
        new(model, Credential(key), Settings(address, key, patience));

    /// <summary>The status that the endpoint gives for its list of models. Throws <see cref="HttpRequestException"/>.</summary>
    public async Task<HttpStatusCode> AskForModelsAsync(Uri address, EndpointKey key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, EndpointAddress.Models(address));
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        if (key.Value is { } value)
        {
            request.Headers.TryAddWithoutValidation(key.Header ?? "Authorization", key.Header is null ? $"Bearer {value}" : value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return response.StatusCode;
    }

    public void Dispose() => http.Dispose();

    /// <summary>The packages would name themselves, .NET and the machine's operating system.</summary>
    private static string Agent => $"NlSql/{typeof(ModelTransport).Assembly.GetName().Version?.ToString(3)}";

    private static ApiKeyCredential Credential(EndpointKey key) => new(key.Value ?? NoKey);

    private OpenAIClientOptions Settings(Uri address, EndpointKey key, TimeSpan patience)
    {
        var settings = new OpenAIClientOptions
        {
            Endpoint = new Uri(address.GetLeftPart(UriPartial.Path)),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = patience,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        };
        settings.AddPolicy(new OwnRequest(Agent, key, address.Query), PipelinePosition.BeforeTransport);
        return settings;
    }

    private sealed class OwnRequest(string agent, EndpointKey key, string query) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Apply(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Apply(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Apply(PipelineMessage message)
        {
            if (query.Length > 0 && message.Request.Uri is { Query.Length: 0 } uri)
            {
                message.Request.Uri = new UriBuilder(uri) { Query = query }.Uri;
            }

            message.Request.Headers.Set("User-Agent", agent);
            if (key.Value is not { } value)
            {
                message.Request.Headers.Remove("Authorization");
            }
            else if (key.Header is { } header)
            {
                message.Request.Headers.Remove("Authorization");
                message.Request.Headers.Set(header, value);
            }
        }
    }
}
