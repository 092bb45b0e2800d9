using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Stored rows are read for as long as their conversation is there and their columns may be read, and no longer.</summary>
[Collection(ApiCollection.Name)]
public sealed class KeptRowsTests(ApiFixture api, PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TABLE people (id int PRIMARY KEY, town text, pay int);
        CREATE TABLE towns (name text PRIMARY KEY);
        INSERT INTO people SELECT g, 'Town ' || g, 1000 + g FROM generate_series(1, 5) g;
        INSERT INTO towns SELECT 'Town ' || g FROM generate_series(1, 5) g;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    [Fact]
    public async Task Delete_ConversationThatRanTwice_TakesTheRowsOfBothRuns()
    {
        var app = await api.AppAsync();
        var first = (await app.PostAsync("api/run", new { sql = "SELECT 1 AS one" })).Json;
        var (conversation, turn) = (first.GetProperty("conversationId").GetString(), first.GetProperty("turnId").GetString());
        var second = (await app.PostAsync("api/run", new { sql = "SELECT 2 AS two", turnId = turn })).Json;
        string[] ids = [first.GetProperty("resultId").GetString()!, second.GetProperty("resultId").GetString()!];
        Assert.All(ids, id => Assert.Equal(2, FilesOf(app, id)));

        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"api/conversations/{conversation}");
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(delete)).Status);

        foreach (var id in ids)
        {
            Assert.Equal(0, FilesOf(app, id));
            Assert.Equal("not-found", (await app.GetAsync($"api/results/{id}")).Problem);
            Assert.Equal("result-expired", (await app.GetAsync($"api/results/{id}/export.csv")).Problem);
        }
    }

    [Theory]
    [InlineData("SITE_FILE", "column-barred")]
    [InlineData("DB_EXCLUDE", "relation-unknown")]
    public async Task Results_BarredSinceTheyWereStored_AreRefusedWithTheRule(string setting, string rule)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql kept ").FullName;
        try
        {
            await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
            var settings = database.Settings.Select(pair => (pair.Key, pair.Value)).ToArray();
            string barred, open;
            await using (var before = await RunningApp.StartAsync(folder, settings))
            {
                await before.WaitUntilReadyAsync();
                barred = (await before.PostAsync("api/run", new { sql = "SELECT id, pay FROM people" })).Json.GetProperty("resultId").GetString()!;
                open = (await before.PostAsync("api/run", new { sql = "SELECT name FROM towns" })).Json.GetProperty("resultId").GetString()!;
                Assert.Equal(5, (await before.GetAsync($"api/results/{barred}")).Json.GetProperty("rows").GetArrayLength());
            }

            var file = Path.Combine(folder, "site.yaml");
            await File.WriteAllTextAsync(file, "columns:\n  barred: [people.pay]\n");
            await using var app = await RunningApp.StartAsync(folder, [.. settings, (setting, setting == "SITE_FILE" ? file : "public.people")]);
            await app.WaitUntilReadyAsync();

            foreach (var path in (string[])["", "?sort=1", "/export.csv", "/export.json", "/export.xlsx"])
            {
                var answer = await app.GetAsync($"api/results/{barred}{path}");

                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
                Assert.Equal("sql-refused", answer.Problem);
                Assert.Equal(rule, answer.Json.GetProperty("rule").GetString());
                Assert.DoesNotContain("1001", answer.Body, StringComparison.Ordinal);
            }

            Assert.Equal(5, (await app.GetAsync($"api/results/{open}")).Json.GetProperty("rows").GetArrayLength());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int FilesOf(RunningApp app, string resultId) => Directory.GetFiles(app.Folder, $"{resultId}.*", SearchOption.AllDirectories).Length;
}
