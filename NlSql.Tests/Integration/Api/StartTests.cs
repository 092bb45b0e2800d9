using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Foundation.Settings;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>How the host starts, refuses to start, and ends.</summary>
public sealed class StartTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql start ").FullName;

    [Fact]
    public async Task Start_SeveralFaults_ListsAllAndEndsWithTwo()
    {
        var (code, error) =
            await FailAsync(new()
            {
                ["AGENT_PORT"] = "70000",
                ["DB_PORT"] = "x",
                ["BASE_PATH"] = "no-slash",
                ["LOG_FORMAT"] = "xml",
                ["TIME_ZONE"] = "Mars/Base"
            });

        Assert.Equal(2, code);
        Assert.All((string[])["AGENT_PORT", "DB_PORT", "BASE_PATH", "LOG_FORMAT", "TIME_ZONE"], key => Assert.Contains(key, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ReachableAddressWithoutKeys_IsRefused()
    {
        var (code, error) = await FailAsync(new() { ["AGENT_HOST"] = "0.0.0.0", ["AGENT_PORT"] = "0" });

        Assert.Equal(2, code);
        Assert.Contains("API_KEYS_FILE", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OccupiedPort_SaysSoAndEndsWithSeven()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (code, error) =
            await FailAsync(new() { ["AGENT_PORT"] = port, ["DB_HOST"] = "127.0.0.1", ["DB_PORT"] = "1", ["DB_NAME"] = "none", ["DB_USER"] = "nobody" });

        Assert.Equal(7, code);
        Assert.Contains($"Port {port}", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Hosting failed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--port")]
    public async Task Start_UnknownArgument_EndsWithTwo(string argument) => Assert.Equal(2, (await FailAsync([], argument)).Code);

    [Fact]
    public async Task Version_Asked_IsSaid()
    {
        var (code, output) = await FailAsync([], "--version");

        Assert.Equal((0, $"NlSql {ProductVersion.Current}"), (code, output.Trim()));
    }

    [Fact]
    public async Task Interrupt_WhileServing_EndsWithZero()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync());

        Assert.Equal(0, await app.InterruptAsync());
        Assert.DoesNotContain("Exception", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LocalModelSet_LogAndStatusPageSayThatItIsNotUsed()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("MODEL_TYPE", "qwen2"));

        Assert.Contains("MODEL_TYPE is set and not used", app.Output, StringComparison.Ordinal);
        Assert.Contains("MODEL_TYPE is set and not used", (await app.GetAsync("status")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_Set_EveryRequestNeedsOne()
    {
        const string Key = "a-long-random-text";
        var file = Path.Combine(folder, "keys");
        await File.WriteAllTextAsync(file, $"# callers\ndashboards: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}\n");
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", file), ("AGENT_HOST", "127.0.0.1"));

        var without = await app.GetAsync("api/schema");
        using var wrong = Request("X-Api-Key", "wrong");
        using var header = Request("X-Api-Key", Key);
        using var bearer = Request("Authorization", $"Bearer {Key}");

        Assert.Equal("api-key-required", without.Problem);
        Assert.Equal("api-key-required", (await app.SendAsync(wrong)).Problem);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(header)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(bearer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task SignIn_RightKey_OpensThePage()
    {
        const string Key = "a-long-random-text";
        var file = Path.Combine(folder, "keys");
        await File.WriteAllTextAsync(file, $"analyst: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}\n");
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", file));

        var page = await app.GetAsync("");
        using var wrongForm = new FormUrlEncodedContent([new("key", "wrong")]);
        using var wrong = await app.Http.PostAsync(new Uri("sign-in", UriKind.Relative), wrongForm);
        using var form = new FormUrlEncodedContent([new("key", Key), new("returnUrl", "/api/schema")]);
        using var signedIn = await app.Http.PostAsync(new Uri("sign-in", UriKind.Relative), form);
        using var elsewhereForm = new FormUrlEncodedContent([new("key", Key), new("returnUrl", "/\t/evil.example")]);
        using var elsewhere = await app.Http.PostAsync(new Uri("sign-in", UriKind.Relative), elsewhereForm);

        Assert.Contains("API key", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Equal("application/json", signedIn.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        Assert.Equal(app.Address, elsewhere.RequestMessage?.RequestUri);
    }

    [Fact]
    public async Task SignIn_KeyTakenOut_EndsWithTheNextStart()
    {
        var file = Path.Combine(folder, "keys");
        string kept = Line("dashboards", "another-long-text"), gone = Line("analyst", "a-long-random-text");
        (string, string?)[] settings = [("API_KEYS_FILE", file), ("DB_HOST", "127.0.0.1"), ("DB_PORT", "1"), ("DB_NAME", "none"), ("DB_USER", "nobody")];
        string cookie;
        await File.WriteAllTextAsync(file, kept + gone);
        await using (var first = await RunningApp.StartAsync(folder, settings))
        {
            cookie = await SignInAsync(first);
        }

        await using (var same = await RunningApp.StartAsync(folder, settings))
        {
            Assert.Equal(HttpStatusCode.OK, await OpenAsync(same));
        }

        // Of the same name, but another key.
        await File.WriteAllTextAsync(file, kept + Line("analyst", "a-new-random-text"));
        await using var next = await RunningApp.StartAsync(folder, settings);
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(next));

        async Task<string> SignInAsync(RunningApp app)
        {
            using var form = new FormUrlEncodedContent([new("key", "a-long-random-text")]);
            using var browser = Browser(app);
            using var answer = await browser.PostAsync(new Uri("sign-in", UriKind.Relative), form);
            return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        }

        async Task<HttpStatusCode> OpenAsync(RunningApp app)
        {
            using var browser = Browser(app);
            using var request = new HttpRequestMessage(HttpMethod.Get, "status");
            request.Headers.Add("Cookie", cookie);
            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }

        static HttpClient Browser(RunningApp app) =>
            new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

        static string Line(string name, string key) => $"{name}: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}\n";
    }

    /// <summary>Beyond loopback the machine has addresses that nobody listed, but a name can be rebound there as well.</summary>
    [Theory]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.0.2.7", HttpStatusCode.OK)]
    [InlineData("[2001:db8::7]", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("listed.example", HttpStatusCode.OK)]
    public async Task Host_BeyondLoopback_KnownNamesAndAddressesOnly(string host, HttpStatusCode expected)
    {
        var file = Path.Combine(folder, "keys");
        await File.WriteAllTextAsync(file, $"analyst: {Convert.ToHexStringLower(SHA256.HashData("key"u8))}\n");
        (string, string?)[] names = host == "listed.example" ? [("ALLOWED_HOSTS", host)] : [];
        await using var app =
            await RunningApp.StartAsync([
                ("AGENT_HOST", "0.0.0.0"),
                ("API_KEYS_FILE", file),
                ("DB_HOST", "127.0.0.1"),
                ("DB_PORT", "1"),
                ("DB_NAME", "none"),
                ("DB_USER", "nobody"),
                .. names
            ]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "healthz");
        request.Headers.Host = host;

        Assert.Equal(expected, (await app.SendAsync(request)).Status);
    }

    [Fact]
    public async Task BasePath_Set_ServesUnderIt()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("BASE_PATH", "/nlsql"));

        Assert.Equal("/nlsql/", app.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("api/schema")).Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static HttpRequestMessage Request(string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/schema");
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private async Task<(int Code, string Error)> FailAsync(Dictionary<string, string?> settings, params string[] arguments)
    {
        using var process = Process.Start(ProductProcess.Describe("NlSql.Web", folder, settings, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await error + await output);
    }
}
