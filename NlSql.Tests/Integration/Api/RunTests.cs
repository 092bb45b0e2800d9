using System.Net;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

[Collection(ApiCollection.Name)]
public sealed class RunTests(ApiFixture api)
{
    [Fact]
    public async Task Run_EveryKindOfNumber_KeepsItsValue()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new
        {
            sql = "SELECT 1 AS i, 9007199254740993::bigint AS b, 2.50 AS n, 0.5::float8 AS f, 'NaN'::float8 AS x, 'Infinity'::float8 AS y, true AS t, NULL "
                + "AS z, DATE '2024-02-29' AS d",
        });

        Assert.Equal("""[[1,"9007199254740993","2.50",0.5,"NaN","Infinity",true,null,"2024-02-29"]]""", answer.Json.GetProperty("rows").GetRawText());
        Assert.Equal("bigint", answer.Json.GetProperty("columns")[1].GetProperty("type").GetString());
        Assert.Equal(1, answer.Json.GetProperty("rowCount").GetInt32());
        Assert.False(answer.Json.GetProperty("truncated").GetBoolean());
    }

    [Theory]
    [InlineData("DELETE FROM sales.orders", "sql-refused")]
    [InlineData("SELECT 1; SELECT 2", "sql-refused")]
    [InlineData("SELECT pg_sleep(1)", "sql-refused")]
    [InlineData("SELECT * FROM pg_catalog.pg_authid", "sql-refused")]
    public async Task Run_RefusedStatement_NamesTheRule(string sql, string problem)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new { sql });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(problem, answer.Problem);
        Assert.Equal("guard", answer.Json.GetProperty("party").GetString());
        Assert.NotEqual("", answer.Json.GetProperty("verdict").GetProperty("rule").GetString());
        Assert.Equal(GuardRefusal.NotPlanned, answer.Json.GetProperty("verdict").GetProperty("note").GetString());
    }

    [Fact]
    public async Task Run_ManySlowTextsAtOnce_LeaveRoomForOthers()
    {
        var app = await api.AppAsync();
        var sql = string.Concat(Enumerable.Repeat("/*", 60_000));

        var slow = Enumerable.Range(0, 30).Select(_ => app.PostAsync("api/run", new { sql })).ToArray();
        var health = await app.GetAsync("healthz");
        var honest = await app.PostAsync("api/run", new { sql = "SELECT 1 AS one" });

        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal(HttpStatusCode.OK, honest.Status);
        Assert.All(await Task.WhenAll(slow), answer =>
        {
            Assert.Equal("too-slow", answer.Json.GetProperty("verdict").GetProperty("rule").GetString());
            Assert.Contains("100 comments", answer.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("SELEC 1")]
    [InlineData("SELECT (")]
    public async Task Run_StatementThatDoesNotParse_IsTheCallersFault(string sql)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new { sql });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(answer.Problem, (string[])["sql-syntax", "sql-refused"]);
    }

    [Fact]
    public async Task Run_ErrorAtTheDatabase_CarriesItsState()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new { sql = "SELECT 1 / (SELECT count(*) FROM (VALUES (1)) v(x) WHERE x > 1)" });

        Assert.Equal("database-error", answer.Problem);
        Assert.Equal("22012", answer.Json.GetProperty("sqlState").GetString());
        Assert.DoesNotContain(" at ", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ResultLongerThanTheView_HasEveryRow()
    {
        var app = await api.AppAsync();
        var result = (await app.PostAsync("api/run", new { sql = "SELECT g AS n FROM generate_series(1, 2500) g ORDER BY g" })).Json;
        var id = result.GetProperty("resultId").GetString();

        var csv = await app.GetAsync($"api/results/{id}/export.csv");
        var json = await app.GetAsync($"api/results/{id}/export.json");
        var excel = await app.GetAsync($"api/results/{id}/export.xlsx");

        Assert.True(result.GetProperty("truncated").GetBoolean());
        Assert.Equal(1000, result.GetProperty("rows").GetArrayLength());
        Assert.Equal("text/csv", csv.ContentType);
        Assert.Equal(2501, csv.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2500, json.Json.GetArrayLength());
        Assert.StartsWith("PK", excel.Body, StringComparison.Ordinal);
        Assert.Contains("attachment", csv.Headers["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_SecondPageSorted_StartsAtItsOffset()
    {
        var app = await api.AppAsync();
        var id = (await app.PostAsync("api/run", new { sql = "SELECT g AS n FROM generate_series(1, 500) g" })).Json.GetProperty("resultId").GetString();

        var page = (await app.GetAsync($"api/results/{id}?offset=100&count=2&sort=0&descending=true")).Json;

        Assert.Equal("[[400],[399]]", page.GetProperty("rows").GetRawText());
        Assert.Equal(500, page.GetProperty("rowCount").GetInt32());
    }

    [Fact]
    public async Task Run_ClientGoesAway_StopsTheStatementAtTheServer()
    {
        var app = await api.AppAsync();
        var demo = await api.DemoAsync();
        const string Endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 2000000000) SELECT max(n) AS gone_away FROM t";
        using var leave = new CancellationTokenSource();
        using var body = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { sql = Endless }), System.Text.Encoding.UTF8, "application/json");

        var run = app.Http.PostAsync(new Uri("api/run", UriKind.Relative), body, leave.Token);
        await WaitAsync(demo, running => running > 0);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await WaitAsync(demo, running => running == 0);
    }

    private static async Task WaitAsync(TestDatabase database, Func<long, bool> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!until(await RunningAsync(database, patience.Token)))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<long> RunningAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        await using var command =
            database.Owner.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%gone_away%' AND pid <> "
                + "pg_backend_pid()");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
