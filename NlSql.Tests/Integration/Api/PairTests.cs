using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Kept pairs over HTTP, by two people with a key each.</summary>
public sealed class PairTests(PostgresFixture postgres) : IDisposable
{
    private const string Question = "How many stores count for us?";

    private readonly KeyFile keys = new("ana", "bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pair_OfOne_IsSeenByOthersOnceSharedAndRemovedByItsOwnerOnly()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", keys.Path));
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");

        var (kept, pair) = await SendAsync(ana, HttpMethod.Post, "api/pairs", new { question = Question, sql = "SELECT count(*) AS ours FROM sales.stores" });
        Assert.Equal((HttpStatusCode.OK, "ana"), (kept, pair.GetProperty("owner").GetString()));
        var path = $"api/pairs/{pair.GetProperty("id").GetString()}";
        Assert.Equal(Question, Assert.Single(await ListAsync(ana)).GetProperty("pair").GetProperty("question").GetString());
        Assert.Empty(await ListAsync(bob));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bob, HttpMethod.Put, path + "/shared", new { shared = true })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bob, HttpMethod.Delete, path)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(ana, HttpMethod.Put, path + "/shared", new { shared = true })).Status);
        Assert.Equal("ana", Assert.Single(await ListAsync(bob)).GetProperty("pair").GetProperty("owner").GetString());
        Assert.Contains("AS ours", (await SendAsync(bob, HttpMethod.Post, "api/sql", new { question = Question })).Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bob, HttpMethod.Delete, path)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(ana, HttpMethod.Delete, path)).Status);
        Assert.Empty(await ListAsync(ana));
        Assert.Empty(await ListAsync(bob));
    }

    [Fact]
    public async Task Keep_StatementThatTheGuardRefuses_SaysSoAndKeepsNothing()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", keys.Path));
        using var ana = KeyFile.ClientOf(app, "ana");

        var (_, problem) = await SendAsync(ana, HttpMethod.Post, "api/pairs", new { question = Question, sql = "DELETE FROM sales.stores" });

        Assert.EndsWith("sql-refused", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(ana));
    }

    [Fact]
    public async Task Keep_CorrectionOfADraft_IsInTheNextPromptOfALikeQuestionAndContradictionsAreListed()
    {
        const string Corrected = "SELECT count(*) AS ours FROM sales.stores WHERE id > 1";
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT count(*) FROM sales.stores"));
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(), ("API_KEYS_FILE", keys.Path), ("LLM_API_URL", model.Url.ToString()), ("LLM_MODEL_NAME", "scripted"));
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        await SendAsync(ana, HttpMethod.Post, "api/sql", new { question = Question });

        await SendAsync(ana, HttpMethod.Post, "api/pairs", new { question = Question, sql = Corrected });
        await SendAsync(ana, HttpMethod.Post, "api/sql", new { question = "How many stores count for us today?" });
        await SendAsync(bob, HttpMethod.Post, "api/pairs", new { question = Question, sql = "SELECT 0 AS ours FROM sales.stores", shared = true });

        Assert.Equal(2, model.Requests.Count);
        Assert.DoesNotContain(Corrected, model.Requests[0].Prompt, StringComparison.Ordinal);
        Assert.Contains($"Question: {Question}\nSQL: {Corrected}", model.Requests[1].Prompt, StringComparison.Ordinal);
        var (own, others) = (Assert.Single(await ListAsync(ana), OfOwner("ana")), Assert.Single(await ListAsync(ana), OfOwner("bob")));
        Assert.Equal(Id(others), Assert.Single(own.GetProperty("conflictsWith").EnumerateArray()).GetString());
        Assert.Equal(Id(own), Assert.Single(others.GetProperty("conflictsWith").EnumerateArray()).GetString());

        static Predicate<JsonElement> OfOwner(string name) => kept => kept.GetProperty("pair").GetProperty("owner").GetString() == name;

        static string? Id(JsonElement kept) => kept.GetProperty("pair").GetProperty("id").GetString();
    }

    public void Dispose() => keys.Dispose();

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client) =>
        [.. (await SendAsync(client, HttpMethod.Get, "api/pairs")).Json.EnumerateArray()];

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
