using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Native;

namespace NlSql.Core.Language.LocalModel;

/// <summary>The models of MODEL_PATH and EMBEDDING_MODEL_PATH, each with a process of its own, and the way to them.</summary>
internal sealed class LocalModels : IHostedService, IAsyncDisposable
{
    private readonly bool startsWithApp;
    private readonly ModelTransport? toChat;
    private readonly ModelTransport? toEmbeddings;
    private Task? starting;

    public LocalModels(IOptions<LocalModelOptions> options, NativeLocations locations, TimeProvider time, ILogger<LocalModelServer> logger)
    {
        var program = locations.LocalModel();
        startsWithApp = options.Value.StartsWithApp;
        CanRun = program is not null;
        if (options.Value.HasModel)
        {
            Chat = new LocalModelServer(LocalModelPlan.ForChat(options.Value), program, time, logger);
            toChat = ModelTransport.Through(Chat.ConnectAsync);
        }

        if (options.Value.HasEmbeddingModel)
        {
            Embeddings = new LocalModelServer(LocalModelPlan.ForEmbeddings(options.Value), program, time, logger);
            toEmbeddings = ModelTransport.Through(Embeddings.ConnectAsync);
        }
    }

    /// <summary>False where the program that computes was not built or published.</summary>
    public bool CanRun { get; }

    /// <summary>Null when MODEL_PATH is not set.</summary>
    public LocalModelServer? Chat { get; }

    /// <summary>Null when EMBEDDING_MODEL_PATH is not set.</summary>
    public LocalModelServer? Embeddings { get; }

    public ModelTransport ToChat => toChat ?? throw new InvalidOperationException("MODEL_PATH is not set.");

    public ModelTransport ToEmbeddings => toEmbeddings ?? throw new InvalidOperationException("EMBEDDING_MODEL_PATH is not set.");

    /// <summary>Begins to load where MODEL_START says so; nobody waits for it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        starting = startsWithApp && CanRun && Chat is { } chat ? LoadAsync(chat) : null;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        toChat?.Dispose();
        toEmbeddings?.Dispose();
        foreach (var server in new[] { Chat, Embeddings }.OfType<LocalModelServer>())
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        if (starting is not null)
        {
            await starting.ConfigureAwait(false);
        }
    }

    private static async Task LoadAsync(LocalModelServer server)
    {
        try
        {
            await server.StartAsync(null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PipelineFailureException or OperationCanceledException)
        {
            // It is in the log; the first question tries again.
        }
    }
}
