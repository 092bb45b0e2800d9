using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Integration.Retrieval;

/// <summary>The embeddings client against a scripted OpenAI-compatible server over real HTTP.</summary>
public sealed class EndpointEmbedderTests : IAsyncDisposable
{
    private readonly WebApplication _server;
    private Func<HttpContext, JsonElement, Task> _answer = static (context, request) => context.Response.WriteAsJsonAsync(new { data = Vectors(request) });

    public EndpointEmbedderTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/embeddings", async context => await _answer(context, await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body)));
        _server.Start();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Generate_VectorsOutOfOrder_ArePutInOrderWithLengthOne()
    {
        string? key = null;
        _answer = (context, request) =>
        {
            key = context.Request.Headers.Authorization;
            return context.Response.WriteAsJsonAsync(new { data = Vectors(request).Reverse() });
        };
        using var embedder = Embedder("secret");
        var vectors = await embedder.GenerateAsync(["a", "bbb"]);

        Assert.Equal("Bearer secret", key);
        Assert.Equal([1, 0], vectors[0].Vector.ToArray());
        Assert.Equal([0.6f, 0.8f], vectors[1].Vector.ToArray());
    }

    [Theory]
    [InlineData(401, FailureTypes.ModelUnauthorized)]
    [InlineData(404, FailureTypes.ModelAnswerUnusable)]
    public async Task Generate_StatusOfFailure_NamesIt(int status, string type)
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.Equal(type, (await FailAsync()).Type);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"data":[{"index":7,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAAA"}]}""")]
    [InlineData("""{"data":[]}""")]
    public async Task Generate_AnswerThatIsNoListOfVectors_IsUnusable(string body)
    {
        _answer = (context, _) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        };

        var failure = await FailAsync();
        Assert.Equal(FailureTypes.ModelAnswerUnusable, failure.Type);
        Assert.Equal(FailureParty.Model, failure.Party);
    }

    [Fact]
    public async Task Open_EndpointDown_IndexesWithTheBuiltInEmbedderAndSaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-endpoint-").FullName;
        try
        {
            using var embedder = new EndpointEmbedder(new Uri($"http://127.0.0.1:{FreePort()}/v1"), "m", null);
            using var index = await RetrievalParts.Factory(folder, embedder: embedder).OpenAsync(RetrievalParts.Shop(), forceRebuild: false, null, CancellationToken.None);

            Assert.StartsWith("built-in-", index.Info.EmbeddingModel, StringComparison.Ordinal);
            Assert.Contains(index.Info.Notes, static n => n.Contains("embedding endpoint", StringComparison.Ordinal));
            Assert.StartsWith("the embedding endpoint failed", index.Info.RebuildReason, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Search_EndpointFailsForTheQuestion_SearchesByWords()
    {
        using var embedder = Embedder(null);
        using var index = await RetrievalParts.Factory(Path.GetTempPath(), embedder: embedder).OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);
        _answer = static (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        var found = await index.SearchAsync("salary of employees", RetrievalLimits.Ranking, CancellationToken.None);

        Assert.Equal("employees", found.Tables[0].Table.Name.Name);
    }

    private async Task<PipelineFailure> FailAsync()
    {
        using var embedder = Embedder(null);
        return (await Assert.ThrowsAsync<PipelineFailureException>(() => embedder.GenerateAsync(["a"]))).Failure;
    }

    private EndpointEmbedder Embedder(string? key) => new(new Uri(_server.Urls.Single() + "/v1"), "m", key);

    // One letter points along the first axis, longer texts along (3, 4).
    private static IEnumerable<object> Vectors(JsonElement request) => request.GetProperty("input").EnumerateArray()
        .Select(static (text, i) => new { index = i, embedding = text.GetString()!.Length == 1 ? new[] { 2f, 0 } : [3, 4] });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
