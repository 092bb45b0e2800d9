using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Language.LocalModel;
using NlSql.Core.Native;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>The real child process over its real socket, with a model made here.</summary>
public class LocalModelFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql tiny ").FullName;
    private LocalModelServer? server;

    internal LocalModelServer Server => server!;

    private protected virtual LocalModelOptions Options { get; } = new() { Slots = 1, Queue = 1, Threads = 1 };

    internal HttpClient Http { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        var path = Path.Combine(folder, "tiny.gguf");
        TinyModel.Chat(path);
        Options.Path = path;
        server = Open(Options);
        Http = ClientOf(server);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static LocalModelServer Open(LocalModelOptions options, ILogger<LocalModelServer>? logger = null, TimeProvider? time = null) => new(
        options.HasModel ? LocalModelPlan.ForChat(options) : LocalModelPlan.ForEmbeddings(options),
        NativeLocations.Current.LocalModel(),
        time ?? TimeProvider.System,
        logger ?? NullLogger<LocalModelServer>.Instance);

    internal static HttpClient ClientOf(LocalModelServer server) => new(
        new SocketsHttpHandler { ConnectCallback = (_, token) => server.ConnectAsync(token), UseProxy = false })
    {
        BaseAddress = new Uri("http://localhost/"),
        Timeout = TimeSpan.FromSeconds(120),
    };

    internal static object Question(string text, string system = "s") =>
        new[] { new { role = "system", content = system }, new { role = "user", content = text } };

    internal async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(object request)
    {
        using var response = await Http.PostAsJsonAsync(new Uri("v1/chat/completions", UriKind.Relative), request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    internal async Task<JsonElement> HealthAsync() =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Looks until it is so; the test's own time limit ends it otherwise.</summary>
    internal async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            if (await HealthAsync() is var health && isSo(health))
            {
                return health;
            }
        }

        throw new InvalidOperationException("The timer ended.");
    }
}
