using System.Globalization;
using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>A real PgBouncer between the app and its database, which gives each transaction whatever session is free.</summary>
public sealed class PoolerTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("transaction")]
    [InlineData("session")]
    public async Task Runs_ManyAtOnce_AllComeBack(string mode)
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine (NLSQL_PGBOUNCER names one).");
        var demo = await postgres.DemoAsync();
        await using var bouncer = await PgBouncer.StartAsync(demo, mode, size: mode == "session" ? 40 : 3);
        var settings = demo.Settings.Select(pair =>
            pair.Key == "DB_PORT" ? (pair.Key, bouncer.Port.ToString(CultureInfo.InvariantCulture)) : (pair.Key, pair.Value));
        await using var app = await RunningApp.StartAsync([.. settings]);
        await app.WaitUntilReadyAsync();

        string[] statements = ["SELECT count(*) AS n FROM sales.orders", "SELECT 1 AS n", "SELECT max(id) AS n FROM sales.orders"];
        var answers = new List<ApiAnswer>();
        for (var round = 0; round < 4; round++)
        {
            var runs = Enumerable.Range(0, 30).Select(i => app.PostAsync("api/run", new { sql = statements[i % statements.Length] }));
            answers.AddRange(await Task.WhenAll(runs));
        }

        var export = await app.GetAsync($"api/results/{answers[0].Json.GetProperty("resultId").GetString()}/export.csv");

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString()));
        Assert.Equal(HttpStatusCode.OK, export.Status);
    }
}
