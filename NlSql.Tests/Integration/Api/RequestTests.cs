using System.Net;

namespace NlSql.Tests.Integration.Api;

/// <summary>What the host does with requests before any of them reaches the pipeline.</summary>
[Collection(ApiCollection.Name)]
public sealed class RequestTests(ApiFixture api)
{
    [Theory]
    [InlineData("GET", "api/nothing", null, null, HttpStatusCode.NotFound, "not-found")]
    [InlineData("PUT", "api/run", "application/json", "{}", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("POST", "api/run", "application/json", "{\"sql\":", HttpStatusCode.BadRequest, "request-malformed")]
    [InlineData("POST", "api/run", "application/json", "", HttpStatusCode.BadRequest, "request-malformed")]
    [InlineData("POST", "api/run", "application/json", "[1]", HttpStatusCode.BadRequest, "request-malformed")]
    [InlineData("POST", "api/run", "text/plain", "{\"sql\":\"SELECT 1\"}", HttpStatusCode.UnsupportedMediaType, "content-type-not-supported")]
    [InlineData("GET", "api/results/none", null, null, HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "api/conversations/none", null, null, HttpStatusCode.NotFound, "not-found")]
    [InlineData("DELETE", "api/conversations/..%2Fnone", null, null, HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "api/results/..%2F..%2Fstate.db", null, null, HttpStatusCode.NotFound, "not-found")]
    [InlineData(
        "POST",
        "api/query",
        "application/json",
        "{\"question\":\"how many orders\",\"conversationId\":\"mine\"}",
        HttpStatusCode.BadRequest,
        "id-malformed")]
    [InlineData("POST", "api/sql", "application/json", "{\"question\":\"how many orders\",\"conversationId\":\"\"}", HttpStatusCode.BadRequest, "id-malformed")]
    [InlineData("POST", "api/run", "application/json", "{\"sql\":\"SELECT 1\",\"turnId\":\"../1\"}", HttpStatusCode.BadRequest, "id-malformed")]
    [InlineData(
        "POST",
        "api/run",
        "application/json",
        "{\"sql\":\"SELECT 1\",\"turnId\":\"00000000000000000000000000000000\"}",
        HttpStatusCode.NotFound,
        "not-found")]
    [InlineData(
        "POST",
        "api/sql",
        "application/json",
        "{\"question\":\"how many orders\",\"conversationId\":\"00000000000000000000000000000000\"}",
        HttpStatusCode.NotFound,
        "not-found")]
    [InlineData("GET", "api/search", null, null, HttpStatusCode.BadRequest, "question-empty")]
    public async Task Api_UnusableRequest_AnswersWithAProblem(
        string method,
        string path,
        string? contentType,
        string? body,
        HttpStatusCode status,
        string problem)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (contentType is not null)
        {
            request.Content = new StringContent(body!, System.Text.Encoding.UTF8, contentType);
        }

        var answer = await app.SendAsync(request);

        Assert.Equal(problem, answer.Problem);
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Api_BodyOverTheLimit_IsRefusedAsTooLarge()
    {
        var app = await api.AppAsync();

        // Asks before it sends: the server closes the connection on a body that it does not want, which may come before its answer is read.
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run")
        {
            Content = new StringContent(new string('x', 2 * 1024 * 1024), System.Text.Encoding.UTF8, "application/json")
        };
        request.Headers.ExpectContinue = true;

        Assert.Equal("request-too-large", (await app.SendAsync(request)).Problem);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("file://")]
    [InlineData("https://{own}")]
    [InlineData("moz-extension://{own}")]
    [InlineData("capacitor://{own}")]
    public async Task Post_FromAnotherOrigin_IsRefused(string origin)
    {
        var app = await api.AppAsync();
        origin = origin.Replace("{own}", app.Address.Authority, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run")
        {
            Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json")
        };
        request.Headers.TryAddWithoutValidation("Origin", origin);

        Assert.Equal("origin-not-allowed", (await app.SendAsync(request)).Problem);
    }

    /// <summary>A hidden origin is our own page's only where the browser itself says so; a sandboxed frame's is "cross-site".</summary>
    [Theory]
    [InlineData("same-origin", HttpStatusCode.UnprocessableEntity)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("none", HttpStatusCode.Forbidden)]
    public async Task Post_OriginHidden_IsTakenFromTheOwnPageOnly(string site, HttpStatusCode expected)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run");
        request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Origin", "null");
        request.Headers.Add("Sec-Fetch-Site", site);

        Assert.Equal(expected, (await app.SendAsync(request)).Status);
    }

    [Fact]
    public async Task WebSocket_FromAnotherOrigin_IsRefused()
    {
        var app = await api.AppAsync();
        var address = new Uri($"ws://{app.Address.Authority}/_blazor");
        using var own = new System.Net.WebSockets.ClientWebSocket();
        own.Options.SetRequestHeader("Origin", $"http://{app.Address.Authority}");
        using var foreign = new System.Net.WebSockets.ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");

        await own.ConnectAsync(address, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => foreign.ConnectAsync(address, TestContext.Current.CancellationToken));
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, own.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/status")]
    [InlineData("healthz")]
    public async Task Head_OfWhatCanBeRead_AnswersWithoutABody(string path)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var answer = await app.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Equal((await app.GetAsync(path)).ContentType, answer.ContentType);
    }

    [Fact]
    public async Task Post_CharacterSetThatNobodyReads_IsUnsupported()
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run");
        request.Content = new ByteArrayContent("{\"sql\":\"SELECT 1\"}"u8.ToArray());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-7");

        var answer = await app.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal("content-type-not-supported", answer.Problem);
    }

    [Fact]
    public async Task Get_ApiFromAnotherSitesPage_IsRefused()
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/schema");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal("origin-not-allowed", (await app.SendAsync(request)).Problem);
    }

    [Fact]
    public async Task Request_ReboundHostName_IsRefused()
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/schema");
        request.Headers.Host = "rebound.example";

        var answer = await app.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.Status);
        Assert.Equal("host-not-allowed", answer.Problem);
    }

    [Theory]
    [InlineData("healthz")]
    [InlineData("api/nothing")]
    public async Task Answer_Any_CarriesThePolicy(string path)
    {
        var app = await api.AppAsync();

        var answer = await app.GetAsync(path);

        Assert.Contains("script-src 'self'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.DoesNotContain("Server", answer.Headers.Keys);
    }

    [Fact]
    public async Task OpenApi_Answer_HasReadableAndExecutedSqlAndWhatWasNotUnderstood()
    {
        var app = await api.AppAsync();

        var schemas = (await app.GetAsync("openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");

        var answer = schemas.GetProperty("AnswerDocument").GetProperty("properties");
        Assert.All((string[])["sql", "executedSql", "notUnderstood"], name => Assert.True(answer.TryGetProperty(name, out _), name));
        var draft = schemas.GetProperty("DraftDocument").GetProperty("properties");
        Assert.All((string[])["sql", "notUnderstood"], name => Assert.True(draft.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryResource()
    {
        var app = await api.AppAsync();

        var paths = (await app.GetAsync("openapi/v1.json")).Json.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                "/api/query", "/query", "/api/sql", "/api/run", "/api/results/{id}", "/api/results/{id}/export.csv", "/api/results/{id}/export.json",
                "/api/results/{id}/export.xlsx",
                "/api/schema", "/api/search", "/api/index/refresh", "/api/conversations", "/api/conversations/{id}", "/api/status", "/healthz", "/readyz",
            },
            paths);
    }
}
