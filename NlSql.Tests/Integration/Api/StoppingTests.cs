using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Nothing keeps working for nobody: each way of leaving a statement behind, looked at in pg_stat_activity.</summary>
public sealed class StoppingTests(PostgresFixture postgres) : IDisposable
{
    /// <summary>Minutes of work, and a time limit that does not end it for us.</summary>
    private static readonly (string Key, string? Value)[] Patient =
        [("MAX_PLAN_COST", "1e12"), ("STATEMENT_TIMEOUT_MS", "3600000"), ("EXPORT_TIMEOUT_MS", "3600000")];

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql stopping ").FullName;

    [Fact]
    public async Task Stop_WithARunInFlight_CancelsItTellsTheCallerAndRecordsItAsStopped()
    {
        await using var database = await DatabaseAsync();
        await using var app = await StartAsync(database);
        var name = NewName();
        var running = app.PostAsync("api/run", new { sql = Long(name) });
        await UntilAsync(database, name, isRunning: true);

        var code = await app.InterruptAsync();
        var answer = await running;

        Assert.Equal(0, code);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping"), (answer.Status, answer.Problem));
        Assert.Equal("5", answer.Headers["Retry-After"]);
        Assert.False(await IsRunningAsync(database, name));
        await using var next = await StartAsync(database);
        var turn = (await next.GetAsync($"api/conversations/{answer.Json.GetProperty("conversationId").GetString()}")).Json.GetProperty("turns")[0];
        Assert.Equal("stopped", turn.GetProperty("status").GetString());
        Assert.Equal("stopping", turn.GetProperty("failure").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Stop_WithAnEventStreamOpen_EndsItWithAFailureOfItsOwn()
    {
        await using var database = await DatabaseAsync();
        await using var app = await StartAsync(database);
        var name = NewName();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run") { Content = JsonContent(new { sql = Long(name) }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var reading = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await UntilAsync(database, name, isRunning: true);

        await app.InterruptAsync();

        var events = await reading;
        Assert.Contains("event: failed", events, StringComparison.Ordinal);
        Assert.Contains("urn:nlsql:problem:stopping", events, StringComparison.Ordinal);
        Assert.False(await IsRunningAsync(database, name));
    }

    [Fact]
    public async Task Stop_WithADownloadUnderWay_BreaksItAndLeavesNoStatement()
    {
        await using var database = await DatabaseAsync();
        await using var app = await StartAsync(database);
        var name = NewName();
        var sql = $"SELECT g AS {name}, md5(g::text) AS a FROM (SELECT generate_series(1, 2000000000) AS g) AS endless";
        var id = (await app.PostAsync("api/run", new { sql })).Json.GetProperty("resultId").GetString();
        using var http = new HttpClient { BaseAddress = app.Address };
        using var response = await http.GetAsync(
            new Uri($"api/results/{id}/export.csv", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await body.ReadExactlyAsync(new byte[100_000], TestContext.Current.CancellationToken);
        Assert.True(await IsRunningAsync(database, name));

        var code = await app.InterruptAsync();

        Assert.Equal(0, code);
        Assert.False(await IsRunningAsync(database, name));
        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Client_GoesAwayDuringARun_EndsTheStatementAtTheServer()
    {
        await using var database = await DatabaseAsync();
        await using var app = await StartAsync(database);
        var name = NewName();
        using var leave = new CancellationTokenSource();
        using var content = JsonContent(new { sql = Long(name) });
        var running = app.Http.PostAsync(new Uri("api/run", UriKind.Relative), content, leave.Token);
        await UntilAsync(database, name, isRunning: true);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await UntilAsync(database, name, isRunning: false);
    }

    /// <summary>Nobody is left who could cancel: the server has to notice by itself. Without that the statement would run for its whole hour.</summary>
    [Fact]
    public async Task App_Killed_EndsTheStatementAtTheServer()
    {
        Assert.SkipWhen(await postgres.MajorVersionAsync() < 14, "PostgreSQL 13 cannot look whether its client is there.");
        await using var database = await DatabaseAsync();
        await using var app = await StartAsync(database);
        var name = NewName();
        var running = app.PostAsync("api/run", new { sql = Long(name) });
        await UntilAsync(database, name, isRunning: true);

        await app.KillAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => running);
        await UntilAsync(database, name, isRunning: false);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string NewName() => $"c_{Guid.NewGuid():N}";

    private static string Long(string name) => $"SELECT count(*) AS {name} FROM generate_series(1, 2000000000)";

    private static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private static async Task<bool> IsRunningAsync(TestDatabase database, string name)
    {
        await using var command = database.Owner.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE query LIKE '%' || $1 || '%' AND query NOT LIKE 'EXPLAIN%' AND state = 'active' AND pid <> pg_backend_pid()
            """);
        command.Parameters.Add(new() { Value = name });
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0;
    }

    private static async Task UntilAsync(TestDatabase database, string name, bool isRunning)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await IsRunningAsync(database, name) != isRunning)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private Task<TestDatabase> DatabaseAsync() => postgres.CreateAsync(
        "CREATE TABLE things (id int PRIMARY KEY); GRANT SELECT ON things TO nlsql_reader", TestContext.Current.CancellationToken);

    private async Task<RunningApp> StartAsync(TestDatabase database)
    {
        var app = await RunningApp.StartAsync(folder, [.. database.Settings.Select(pair => (pair.Key, pair.Value)), .. Patient]);
        await app.WaitUntilReadyAsync();
        return app;
    }
}
