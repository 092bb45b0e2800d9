using System.Diagnostics;
using System.Globalization;
using System.Net;
using NlSql.Core.Foundation.Settings;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Servers that go away under a running app, and folders that were never there; the app goes on without a restart.</summary>
public sealed class LostDatabaseTests : IDisposable
{
    private const string Things = "CREATE TABLE things (id int PRIMARY KEY, name text); INSERT INTO things VALUES (1, 'one'), (2, 'two')";

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-lost-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Database_GoneDuringAQueryAndBack_IsSaidAndAnswersAgain(bool isShutDown)
    {
        await using var server = await OwnServer.StartAsync(Things);
        await using var app = await RunningApp.StartAsync([.. server.Settings, ("MAX_PLAN_COST", "1e12"), ("SCHEMA_CHECK_SECONDS", "0")]);
        await app.WaitUntilReadyAsync();
        var running = app.PostAsync("api/run", new { sql = "SELECT count(*) FROM generate_series(1, 2000000000)" });
        await server.UntilBusyAsync();

        await (isShutDown ? server.StopAsync() : server.KillAsync());
        var interrupted = await running;
        var notReady = await UntilAsync(app, "readyz", HttpStatusCode.ServiceUnavailable);
        var meanwhile = await app.PostAsync("api/query", new { question = "how many things are there" });
        var status = (await app.GetAsync("api/status")).Json.GetProperty("database");
        await server.StartAgainAsync();
        var again = await app.PostAsync("api/query", new { question = "how many things are there" });
        await app.WaitUntilReadyAsync();

        Assert.Equal("database-unreachable", interrupted.Problem);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, interrupted.Status);
        Assert.Contains("connection", interrupted.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal("database-unreachable", notReady.Problem);
        Assert.Equal("database-unreachable", meanwhile.Problem);
        Assert.Equal("database-unreachable", status.GetProperty("failure").GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("""[["2"]]""", again.Json.GetProperty("rows").GetRawText());
    }

    /// <summary>Nobody asks anything, and nothing looks for a changed schema: the app notices all the same.</summary>
    [Fact]
    public async Task Database_GoneWhileNobodyAsks_IsSaidByReadinessAndSoIsItsReturn()
    {
        await using var server = await OwnServer.StartAsync(Things);
        await using var app = await RunningApp.StartAsync([.. server.Settings, ("SCHEMA_CHECK_SECONDS", "0")]);
        await app.WaitUntilReadyAsync();

        await server.StopAsync();
        var notReady = await UntilAsync(app, "readyz", HttpStatusCode.ServiceUnavailable);
        await server.StartAgainAsync();
        await app.WaitUntilReadyAsync();

        Assert.Equal("database-unreachable", notReady.Problem);
    }

    /// <summary>A firewall that swallows everything refuses nothing: only a limit of our own can tell.</summary>
    [Fact]
    public async Task Database_FallsSilent_IsSaidByReadinessAndSoIsItsReturn()
    {
        await using var server = await OwnServer.StartAsync(Things);
        await using var relay = new PortRelay(server.Port);
        relay.Open();
        var settings = server.Settings.Select(pair => pair.Key == "DB_PORT" ? (pair.Key, relay.Port.ToString(CultureInfo.InvariantCulture)) : pair);
        await using var app = await RunningApp.StartAsync([.. settings, ("SCHEMA_CHECK_SECONDS", "0")]);
        await app.WaitUntilReadyAsync();

        relay.Silence();
        var notReady = await UntilAsync(app, "readyz", HttpStatusCode.ServiceUnavailable);
        await relay.CloseAsync();
        relay.Open();
        await app.WaitUntilReadyAsync();

        Assert.Equal("database-unreachable", notReady.Problem);
        Assert.Contains("did not answer in time", notReady.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A file in the folders' place: unwritable for root, too, whom no mode bits stop.</summary>
    [Fact]
    public async Task Demo_NoFolderWritable_RunsInAStandInSurvivesItsServersDeathAndLeavesNothing()
    {
        var temporary = Temporary();
        (string, string?)[] settings = [.. Blocked(), ("TMPDIR", temporary)];
        await using var app = await RunningApp.StartAsync(folder, settings);
        await app.WaitUntilReadyAsync();

        var answer = await app.PostAsync("api/query", new { question = "how many customers are there" });
        var status = (await app.GetAsync("api/status")).Json;
        KillServer(Assert.Single(Directory.GetDirectories(temporary, StandInFolder.Prefix + "*")));
        var again = await UntilAnsweredAsync(app);
        var code = await app.InterruptAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False(status.GetProperty("storage").GetProperty("kept").GetBoolean());
        Assert.Contains("demo database", status.GetProperty("storage").GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, status.GetProperty("index").GetProperty("notes").GetArrayLength());
        Assert.Contains("nothing is kept", app.Output, StringComparison.Ordinal);
        Assert.Equal(answer.Json.GetProperty("rows").GetRawText(), again.Json.GetProperty("rows").GetRawText());
        Assert.Equal(0, code);
        Assert.Empty(Directory.GetDirectories(temporary, StandInFolder.Prefix + "*"));
    }

    [Fact]
    public async Task Demo_KilledInItsStandIn_IsCleanedUpByTheNextStart()
    {
        var temporary = Temporary();
        await using (var killed = await RunningApp.StartAsync(folder, [.. Blocked(), ("TMPDIR", temporary)]))
        {
            await killed.KillAsync();
        }

        Assert.Single(Directory.GetDirectories(temporary, StandInFolder.Prefix + "*"));
        await using var next = await RunningApp.StartAsync(
            ("DB_HOST", "127.0.0.1"),
            ("DB_PORT", "1"),
            ("DB_NAME", "none"),
            ("DB_USER", "nobody"),
            ("TMPDIR", temporary));

        Assert.Empty(Directory.GetDirectories(temporary, StandInFolder.Prefix + "*"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<ApiAnswer> UntilAsync(RunningApp app, string path, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await app.GetAsync(path) is var answer && answer.Status == status)
            {
                return answer;
            }
        }
    }

    private static async Task<ApiAnswer> UntilAnsweredAsync(RunningApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var answer = await app.PostAsync("api/query", new { question = "how many customers are there" });
            if (answer.Status == HttpStatusCode.OK)
            {
                return answer;
            }

            Assert.Equal("database-unreachable", answer.Problem);
        }
    }

    private static void KillServer(string standIn)
    {
        var pid = int.Parse(File.ReadLines(Path.Combine(standIn, "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(pid);
        server.Kill();
    }

    /// <summary>A temporary folder of the test's own that the server's user can enter.</summary>
    private string Temporary()
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        var path = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
        return path;
    }

    private IEnumerable<(string Key, string? Value)> Blocked()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        return [("DATA_PATH", Path.Combine(file, "data")), ("CACHE_PATH", Path.Combine(file, "cache")), ("FAISS_INDEX_PATH", Path.Combine(file, "index"))];
    }
}
