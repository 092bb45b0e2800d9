using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>An export that fails half way is never taken for a whole file.</summary>
[Collection(ApiCollection.Name)]
public sealed class ExportTests(ApiFixture api)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Export_FailingBeforeItsFirstBytesAreSent_IsAProblemAndNothingElse(string format)
    {
        var app = await api.AppAsync();

        var answer = await app.GetAsync($"api/results/{await FailingLaterAsync(app, "g")}/export.{format}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("database-error", answer.Problem);
        Assert.Equal("22012", answer.Json.GetProperty("sqlState").GetString());
        Assert.DoesNotContain("Content-Disposition", answer.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Export_FailingOnceItIsUnderWay_BreaksTheDownload(string format)
    {
        var app = await api.AppAsync();

        // 320 characters a row that no compression halves twice: more than is held back in any format.
        var id = await FailingLaterAsync(app, "(SELECT string_agg(md5((g * 100 + i)::text), '') FROM generate_series(1, 10) i)");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.GetAsync($"api/results/{id}/export.{format}"));
    }

    /// <summary>In the file itself nothing could say it that every reader of its format would understand.</summary>
    [Theory]
    [InlineData("csv", 1500, "-at-most-1200-rows.csv")]
    [InlineData("xlsx", 1500, "-at-most-1200-rows.xlsx")]
    [InlineData("csv", 900, ".csv")]
    public async Task Export_ThatMayBeCutShort_SaysSoInItsName(string format, int rows, string ending)
    {
        await using var app = await RunningApp.StartReadyAsync(await api.DemoAsync(), ("EXPORT_MAX_ROWS", "1200"));
        var id = (await app.PostAsync("api/run", new { sql = $"SELECT g FROM generate_series(1, {rows}) g" })).Json.GetProperty("resultId").GetString();

        var answer = await app.GetAsync($"api/results/{id}/export.{format}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Matches($"result-[0-9]{{8}}-[0-9]{{6}}{ending.Replace(".", "[.]", StringComparison.Ordinal)}\"$", answer.Headers["Content-Disposition"]);
    }

    /// <summary>Who closes the browser's download half way must not leave the statement behind.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Export_ReaderLeavesHalfWay_EndsTheStatementAtTheServer(string format)
    {
        var app = await api.AppAsync();
        var token = TestContext.Current.CancellationToken;
        var name = $"left_{format}_{Guid.NewGuid():N}";
        var sql = $"SELECT g AS {name}, md5(g::text) AS a, md5((g + 1)::text) AS b FROM (SELECT generate_series(1, 2000000000) AS g) AS endless";
        var id = (await app.PostAsync("api/run", new { sql })).Json.GetProperty("resultId").GetString();

        using (var http = new HttpClient { BaseAddress = app.Address })
        {
            var file = new Uri($"api/results/{id}/export.{format}", UriKind.Relative);
            using var response = await http.GetAsync(file, HttpCompletionOption.ResponseHeadersRead, token);
            await using var body = await response.Content.ReadAsStreamAsync(token);
            await body.ReadExactlyAsync(new byte[100_000], token);
            Assert.Equal(1, await RunningAsync(name));
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await RunningAsync(name) > 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Statements of that text that have not ended, be they computing or waiting for their reader.</summary>
    private async Task<long> RunningAsync(string name)
    {
        await using var command = (await api.DemoAsync()).Owner.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND position($1 IN query) > 0");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = name });
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The id of a result whose statement divides by zero at row 1,500, behind the rows that the view reads.</summary>
    private static async Task<string> FailingLaterAsync(RunningApp app, string column)
    {
        var answer = await app.PostAsync("api/run", new { sql = $"SELECT {column} AS a, 1 / (1500 - g) AS b FROM generate_series(1, 2500) g" });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.GetProperty("resultId").GetString()!;
    }
}
