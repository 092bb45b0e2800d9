using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Integration.Retrieval;

/// <summary>The embeddings client against a scripted OpenAI-compatible server over real HTTP.</summary>
public sealed class EndpointEmbedderTests : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ModelTransport transport = new();
    private Func<HttpContext, JsonElement, Task> answer = static (context, request) => context.Response.WriteAsJsonAsync(new { data = Vectors(request) });

    public EndpointEmbedderTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/v1/embeddings", async context => await answer(context, await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body)));
        server.Start();
    }

    public ValueTask DisposeAsync()
    {
        transport.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task Generate_VectorsOutOfOrder_ArePutInOrderWithLengthOne()
    {
        string? key = null;
        answer = (context, request) =>
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
    [InlineData("schema", false)]
    [InlineData("samples", true)]
    public async Task Index_ModelSees_DecidesWhetherValuesAreSentToBeEmbedded(string sees, bool isSent)
    {
        var sent = new List<string>();
        answer = (context, request) =>
        {
            sent.AddRange(request.GetProperty("input").EnumerateArray().Select(text => text.GetString()!));
            return context.Response.WriteAsJsonAsync(new { data = Vectors(request) });
        };
        using var embedder = Embedder(null);
        var status = RetrievalParts.Column("status") with { EnumLabels = ["shipped"] };
        var catalog = RetrievalParts.Catalog("h", RetrievalParts.Table("suppliers", RetrievalParts.Column("company", samples: ["Werkzeugbau"]), status));

        using var index = await RetrievalParts.Factory("unused", embedder: embedder, modelSees: sees)
            .OpenInMemoryAsync(catalog, TestContext.Current.CancellationToken);

        Assert.Contains(sent, text => text.Contains("company", StringComparison.Ordinal));
        Assert.Contains(sent, text => text.Contains("shipped", StringComparison.Ordinal));
        Assert.Equal(isSent, sent.Exists(text => text.Contains("werkzeugbau", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Generate_VectorsWithoutIndex_AreInTheOrderOfTheTexts()
    {
        answer = static (context, _) => context.Response.WriteAsync("""{"data":[{"embedding":[2,0]},{"embedding":[3,4]}]}""");
        using var embedder = Embedder(null);
        var vectors = await embedder.GenerateAsync(["a", "bbb"]);

        Assert.Equal([0.6f, 0.8f], vectors[1].Vector.ToArray());
    }

    [Fact]
    public async Task Generate_WithoutKey_AsksForNumbersAndSendsNoAuthorization()
    {
        JsonElement asked = default;
        string? key = null;
        string? agent = null;
        answer = (context, request) =>
        {
            (asked, key, agent) = (request, context.Request.Headers.Authorization, context.Request.Headers.UserAgent);
            return context.Response.WriteAsJsonAsync(new { data = Vectors(request) });
        };
        using var embedder = Embedder(" ");
        await embedder.GenerateAsync(["a", ""]);

        Assert.Equal("""{"input":["a"," "],"model":"m","encoding_format":"float"}""", asked.GetRawText());
        Assert.Null(key);
        Assert.StartsWith("NlSql/", agent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_Redirect_IsNotFollowed()
    {
        var elsewhere = 0;
        answer = (context, _) =>
        {
            if (context.Request.Query.ContainsKey("elsewhere"))
            {
                elsewhere++;
            }

            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/v1/embeddings?elsewhere=1";
            return Task.CompletedTask;
        };

        Assert.Contains("redirects", (await FailAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere);
    }

    [Theory]
    [InlineData(1, "0", 2, null)]
    [InlineData(9, "0", 2, FailureTypes.ModelRateLimited)]
    [InlineData(9, "60", 1, FailureTypes.ModelRateLimited)]
    public async Task Generate_Busy_IsRepeatedOnceUnlessTheWaitIsLong(int busy, string wait, int requests, string? type)
    {
        var asked = 0;
        answer = (context, request) =>
        {
            if (++asked > busy)
            {
                return context.Response.WriteAsJsonAsync(new { data = Vectors(request) });
            }

            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = wait;
            return Task.CompletedTask;
        };
        using var embedder = Embedder(null);
        var failure = await Record.ExceptionAsync(() => embedder.GenerateAsync(["a"]));

        Assert.Equal(type, (failure as PipelineFailureException)?.Failure.Type);
        Assert.Equal(requests, asked);
    }

    [Fact]
    public async Task Generate_KeyEchoed_IsNotShown()
    {
        answer = static (context, _) =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsJsonAsync(new { error = new { message = "Incorrect key top-secret-17" } });
        };
        using var embedder = Embedder("top-secret-17");
        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => embedder.GenerateAsync(["a"]));

        Assert.DoesNotContain("top-secret-17", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, FailureTypes.ModelUnauthorized)]
    [InlineData(404, FailureTypes.ModelAnswerUnusable)]
    public async Task Generate_StatusOfFailure_NamesIt(int status, string type)
    {
        answer = (context, _) =>
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
        answer = (context, _) =>
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
        using var refusing = ScriptedModel.Refusing();
        try
        {
            using var embedder = new EndpointEmbedder(transport, refusing.Url, "m", null, TimeProvider.System);
            var factory = RetrievalParts.Factory(folder, embedder: embedder);
            using var index = await factory.OpenAsync(RetrievalParts.Shop(), forceRebuild: false, null, CancellationToken.None);

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
    public async Task Search_EndpointGivesLongerVectorsThanTheIndexHas_IndexIsMadeAnewAndStored()
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-endpoint-").FullName;
        try
        {
            using var embedder = Embedder(null);
            var factory = RetrievalParts.Factory(folder, embedder: embedder);
            using var index = (SchemaIndex)await factory.OpenAsync(RetrievalParts.Shop(), forceRebuild: false, null, CancellationToken.None);
            Assert.Equal(2, index.Info.Dimension);
            answer = static (context, request) => context.Response.WriteAsJsonAsync(new { data = Vectors(request, more: [5f, 0, 0]) });

            var byWords = await index.SearchAsync("volcano", RetrievalLimits.Ranking, CancellationToken.None);
            await index.Renewal;
            var byMeaning = await index.SearchAsync("volcano", RetrievalLimits.Ranking, CancellationToken.None);

            Assert.All(byWords.Tables, static t => Assert.Equal("has none of the question's words; meanings could not be compared", t.Explanation));
            Assert.All(byMeaning.Tables, static t => Assert.Equal("similar in meaning to the question", t.Explanation));
            Assert.Equal((5, "the embedding model gives vectors of another length than it did"), (index.Info.Dimension, index.Info.RebuildReason));
            using var stored = await factory.OpenAsync(RetrievalParts.Shop(), forceRebuild: false, null, CancellationToken.None);
            Assert.Equal((5, false), (stored.Info.Dimension, stored.Info.WasRebuilt));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Search_IndexCannotBeMadeAnew_GoesOnByWords()
    {
        using var embedder = Embedder(null);
        var factory = RetrievalParts.Factory(Path.GetTempPath(), embedder: embedder);
        using var index = (SchemaIndex)await factory.OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);
        answer = static (context, request) => request.GetProperty("input").GetArrayLength() == 1
            ? context.Response.WriteAsJsonAsync(new { data = Vectors(request, more: [1f]) })
            : context.Response.WriteAsync("no vectors");

        await index.SearchAsync("salary of employees", RetrievalLimits.Ranking, CancellationToken.None);
        await index.Renewal;
        var found = await index.SearchAsync("salary of employees", RetrievalLimits.Ranking, CancellationToken.None);

        Assert.Equal("employees", found.Tables[0].Table.Name.Name);
        Assert.Equal(2, index.Info.Dimension);
    }

    [Fact]
    public async Task Search_EndpointFailsForTheQuestion_SearchesByWords()
    {
        using var embedder = Embedder(null);
        using var index = await RetrievalParts.Factory(Path.GetTempPath(), embedder: embedder).OpenInMemoryAsync(RetrievalParts.Shop(), CancellationToken.None);
        answer = static (context, _) =>
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

    private EndpointEmbedder Embedder(string? key) => new(transport, new Uri(server.Urls.Single() + "/v1"), "m", key, TimeProvider.System);

    // One letter points along the first axis, longer texts along (3, 4).
    private static IEnumerable<object> Vectors(JsonElement request, params float[] more) => request.GetProperty("input").EnumerateArray()
        .Select((text, i) => new { index = i, embedding = text.GetString()!.Length == 1 ? [2f, 0, .. more] : (float[])[3, 4, .. more] });
}
