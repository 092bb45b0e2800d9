using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Two people with a key each at one app: whose is what, and until when a key opens it.</summary>
public sealed class AnalystTests(PostgresFixture postgres) : IDisposable
{
    private readonly KeyFile keys = new("ana", "bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conversation_OfAnother_IsNeitherListedReadExportedContinuedNorDeleted()
    {
        await using var app = await StartAsync();
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        var answer = await RunAsync(bob, "SELECT 1 AS one");
        string conversation = answer.GetProperty("conversationId").GetString()!, result = answer.GetProperty("resultId").GetString()!;
        var turn = answer.GetProperty("turnId").GetString();

        Assert.Equal(0, (await GetAsync(ana, "api/conversations")).GetArrayLength());
        Assert.Equal(1, (await GetAsync(bob, "api/conversations")).GetArrayLength());
        foreach (var path in (string[])[$"api/conversations/{conversation}", $"api/results/{result}", $"api/results/{result}/export.csv"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Get, path));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, HttpMethod.Get, path));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Get, $"api/turns/{turn}/replay.json"));
        var pack = await GetAsync(bob, $"api/turns/{turn}/replay.json?rows");
        Assert.Equal("1", pack.GetProperty("result").GetProperty("rows")[0][0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Delete, $"api/conversations/{conversation}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Post, "api/run", new { sql = "SELECT 2", conversationId = conversation }));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Post, "api/run", new { sql = "SELECT 2", turnId = turn }));
        Assert.Equal("bob", (await GetAsync(bob, $"api/conversations/{conversation}")).GetProperty("turns")[0].GetProperty("analyst").GetString());
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(bob, HttpMethod.Delete, $"api/conversations/{conversation}"));
    }

    [Fact]
    public async Task Conversation_SharedByItsOwner_IsReadByOthersAndNoMore()
    {
        await using var app = await StartAsync();
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        var answer = await RunAsync(bob, "SELECT 1 AS one");
        var conversation = $"api/conversations/{answer.GetProperty("conversationId").GetString()}";
        var result = $"api/results/{answer.GetProperty("resultId").GetString()}";

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Put, conversation + "/shared", new { shared = true }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(bob, HttpMethod.Put, conversation + "/shared", new { shared = true }));

        Assert.Equal("bob", (await GetAsync(ana, conversation)).GetProperty("owner").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, HttpMethod.Get, result));
        var pack = $"api/turns/{answer.GetProperty("turnId").GetString()}/replay.json";
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Get, pack));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Delete, conversation));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await StatusAsync(ana, HttpMethod.Post, "api/run", new { sql = "SELECT 2", turnId = answer.GetProperty("turnId").GetString() }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(bob, HttpMethod.Put, conversation + "/shared", new { shared = false }));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Get, conversation));
    }

    [Fact]
    public async Task Replay_ConversationOfEverybody_IsGivenToWhoAskedAlone()
    {
        await using var app = await StartAsync();
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        var answer = await RunAsync(bob, "SELECT 1 AS one");
        var state = Path.Combine(app.Folder, "data", "state.db");
        await using (var connection = new SqliteConnection($"Data Source={state};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE conversations SET owner = ''";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
        }

        var pack = $"api/turns/{answer.GetProperty("turnId").GetString()}/replay.json";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, HttpMethod.Get, $"api/conversations/{answer.GetProperty("conversationId").GetString()}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ana, HttpMethod.Get, pack));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, HttpMethod.Get, pack));
    }

    [Fact]
    public async Task Run_OfAKey_BearsItsNameAtTheServer()
    {
        await using var server = await OwnServer.StartAsync("CREATE TABLE t (id int)");
        await using var app = await RunningApp.StartAsync([.. server.Settings, ("API_KEYS_FILE", keys.Path)]);
        await app.WaitUntilReadyAsync();
        using var bob = KeyFile.ClientOf(app, "bob");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = bob.PostAsJsonAsync("api/run", new { sql = "SELECT count(*) FROM generate_series(1, 2000000000)" }, stop.Token);
        await server.UntilBusyAsync();

        var names = await server.NamesOfBusyAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.StartsWith("nlsql/bob/", Assert.Single(names), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_FileChangedWhileRunning_NewOneOpensAndTheOldEndsWithItsCookie()
    {
        await using var app = await StartAsync();
        using var ana = KeyFile.ClientOf(app, "ana");
        using var carl = KeyFile.ClientOf(app, "carl");
        using var form = new FormUrlEncodedContent([new("key", KeyFile.KeyOf("ana"))]);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        using var signedIn = await browser.PostAsync(new Uri("sign-in", UriKind.Relative), form, Token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, HttpMethod.Get, "status"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(carl, HttpMethod.Get, "api/status"));

        keys.Write("bob", "carl");
        using var bob = KeyFile.ClientOf(app, "bob");
        await UntilAsync(() => Task.FromResult(app.Output.Contains("taken out: ana", StringComparison.Ordinal)), bob);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(carl, HttpMethod.Get, "api/status"));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ana, HttpMethod.Get, "api/status"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser, HttpMethod.Get, "status"));

        // A file with a fault changes nothing; one that names nobody shuts everybody out.
        await File.WriteAllTextAsync(keys.Path, "bob: nonsense\n", Token);
        await UntilAsync(() => Task.FromResult(app.Output.Contains("is not taken", StringComparison.Ordinal)), carl);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(carl, HttpMethod.Get, "api/status"));
        await File.WriteAllTextAsync(keys.Path, "# nobody\n", Token);
        await UntilAsync(async () => await StatusAsync(carl, HttpMethod.Get, "api/status") == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Keys_WrongOnes_AreLoggedAndThenWait()
    {
        await using var app = await StartAsync();
        using var bob = KeyFile.ClientOf(app, "bob");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, HttpMethod.Get, "api/status"));
        using var guesser = KeyFile.ClientWith(app, "guess");
        using var ana = KeyFile.ClientOf(app, "ana");

        for (var wrong = 0; wrong < 10; wrong++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(guesser, HttpMethod.Get, "api/status"));
        }

        using var barred = await guesser.GetAsync(new Uri("api/status", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, barred.StatusCode);
        Assert.NotNull(barred.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, HttpMethod.Get, "api/status"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(ana, HttpMethod.Get, "api/status"));
        Assert.Contains("A wrong API key came from 127.0.0.1", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", app.Output, StringComparison.Ordinal);
    }

    /// <summary>Behind a proxy that nobody named in TRUSTED_PROXIES all people have one address: one who guesses must not shut out the others.</summary>
    [Fact]
    public async Task Keys_WrongOnesBehindAProxyThatIsNotTrusted_ShutOutNobodyWithAKey()
    {
        await using var app = await StartAsync();
        using var guesser = KeyFile.ClientWith(app, "guess");
        using var ana = KeyFile.ClientOf(app, "ana");
        guesser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        ana.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        for (var wrong = 0; wrong < 10; wrong++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(guesser, HttpMethod.Get, "api/status"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(guesser, HttpMethod.Get, "api/status"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, HttpMethod.Get, "api/status"));
        Assert.Contains("which is not in TRUSTED_PROXIES", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_OfAKey_IsItsOwn()
    {
        await using var app = await StartAsync(("REQUESTS_PER_MINUTE", "2"));
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, HttpMethod.Post, "api/run", new { sql = "SELECT 1" }));
        }

        using var refused = await ana.PostAsJsonAsync("api/run", new { sql = "SELECT 1" }, Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("too-many-requests", (await ApiAnswer.ReadAsync(refused)).Problem);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ana, HttpMethod.Get, "api/status"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob, HttpMethod.Post, "api/run", new { sql = "SELECT 1" }));
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("192.0.2.7", false)]
    public async Task Header_OfAnalyst_IsBelievedFromATrustedProxyOnly(string proxies, bool isBelieved)
    {
        var demo = await postgres.DemoAsync();
        await using var app = await RunningApp.StartReadyAsync(demo, ("ANALYST_HEADER", "X-Remote-User"), ("TRUSTED_PROXIES", proxies));
        using var person = new HttpClient { BaseAddress = app.Address };
        person.DefaultRequestHeaders.Add("X-Remote-User", "carla");

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("api/status")).Status);
        Assert.Equal(isBelieved ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await StatusAsync(person, HttpMethod.Get, "api/status"));
        if (isBelieved)
        {
            var conversation = (await RunAsync(person, "SELECT 1")).GetProperty("conversationId").GetString();
            Assert.Equal("carla", (await GetAsync(person, $"api/conversations/{conversation}")).GetProperty("owner").GetString());
        }
    }

    public void Dispose() => keys.Dispose();

    private static async Task<JsonElement> RunAsync(HttpClient client, string sql)
    {
        using var response = await client.PostAsJsonAsync("api/run", new { sql }, Token);
        return (await ApiAnswer.ReadAsync(response)).Json;
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        return (await ApiAnswer.ReadAsync(response)).Json;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> happened, HttpClient? prod = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await happened())
        {
            patience.Token.ThrowIfCancellationRequested();
            if (prod is not null)
            {
                await StatusAsync(prod, HttpMethod.Get, "api/status");
            }
        }
    }

    private async Task<RunningApp> StartAsync(params (string, string?)[] settings) =>
        await RunningApp.StartReadyAsync(await postgres.DemoAsync(), [("API_KEYS_FILE", keys.Path), .. settings]);
}
