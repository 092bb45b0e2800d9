using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>More work than there is room for: nobody starves, and who has to wait or to go is told so under the right name.</summary>
public sealed class BusyTests(PostgresFixture postgres)
{
    private const string Long = "SELECT count(*) FROM generate_series(1, 2000000000)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Downloads_ReadSlowly_StarveNeitherQuestionsNorReadiness()
    {
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(), ("DB_EXPORT_POOL_SIZE", "2"), ("QUEUE_WAIT_MS", "0"), ("DB_POOL_SIZE", "2"));
        var sql = "SELECT g AS id, md5(g::text) AS code FROM generate_series(1, 5000000) g";
        var id = (await app.PostAsync("api/run", new { sql })).Json.GetProperty("resultId").GetString();
        using var http = new HttpClient { BaseAddress = app.Address };
        var file = new Uri($"api/results/{id}/export.csv", UriKind.Relative);
        using var first = await http.GetAsync(file, HttpCompletionOption.ResponseHeadersRead, Token);
        using var second = await http.GetAsync(file, HttpCompletionOption.ResponseHeadersRead, Token);

        var third = await app.GetAsync(file.OriginalString);
        var question = await app.PostAsync("api/query", new { question = "how many stores are there" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (third.Status, third.Problem));
        Assert.Equal("5", third.Headers["Retry-After"]);
        Assert.Contains("2 downloads run already", third.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, question.Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("readyz")).Status);
    }

    [Fact]
    public async Task Runs_MoreThanThereIsRoomFor_AreBusyAndNotCalledUnreachable()
    {
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(), ("DB_POOL_SIZE", "2"), ("QUEUE_WAIT_MS", "0"), ("MAX_PLAN_COST", "1e12"));
        using var leave = new CancellationTokenSource();
        var running = await RunningAsync(app, leave.Token);

        var second = await app.PostAsync("api/run", new { sql = "SELECT 1 AS one" });
        var draft = await app.PostAsync("api/sql", new { question = "how many stores are there" });
        await leave.CancelAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (second.Status, second.Problem));
        Assert.Contains("1 statements run already", second.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, draft.Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Run_ThatWaits_TellsItsPlaceAndComesThroughOnceThereIsRoom()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("DB_POOL_SIZE", "2"), ("MAX_PLAN_COST", "1e12"));
        using var leave = new CancellationTokenSource();
        var running = await RunningAsync(app, leave.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/run") { Content = Json("SELECT 41 + 1 AS answer") };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Token));

        var waiting = await UntilAsync(lines, "place 1 in the queue");
        await leave.CancelAsync();
        var done = await UntilAsync(lines, "event: done");

        Assert.Contains("event: stage", waiting, StringComparison.Ordinal);
        Assert.Contains("42", done, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static StringContent Json(string sql) => new(JsonSerializer.Serialize(new { sql }), System.Text.Encoding.UTF8, "application/json");

    /// <summary>A statement that has begun to run.</summary>
    private static async Task<Task> RunningAsync(RunningApp app, CancellationToken leave)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/run") { Content = Json(Long) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        await UntilAsync(lines, "\"Running\"");
        return ReadAsync();

        async Task ReadAsync()
        {
            using (request)
            using (response)
            using (lines)
            {
                await lines.ReadToEndAsync(leave);
            }
        }
    }

    private static async Task<string> UntilAsync(StreamReader lines, string text)
    {
        var seen = new System.Text.StringBuilder();
        while (await lines.ReadLineAsync(Token) is { } line)
        {
            seen.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return seen.ToString();
            }
        }

        throw new InvalidOperationException($"The stream ended without {text}: {seen}");
    }
}
