using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What was asked of one database is not taken for an answer of another: think of test and production with one folder of state.</summary>
public sealed class OtherDatabaseTests(PostgresFixture postgres)
{
    private const string Members =
        """
        CREATE TABLE members (id int PRIMARY KEY, city text NOT NULL);
        INSERT INTO members SELECT g, 'Leeds' FROM generate_series(1, 12) g;
        GRANT SELECT ON members TO nlsql_reader; GRANT USAGE ON SCHEMA public TO nlsql_reader
        """;

    [Fact]
    public async Task Conversation_OfAnotherDatabase_IsMarkedAndNeitherAskedOnNorRunNorExported()
    {
        await using var one = await postgres.CreateAsync(Members, CancellationToken.None);
        await using var other = await postgres.CreateAsync(Members, CancellationToken.None);
        var folder = Directory.CreateTempSubdirectory("nlsql-two-databases").FullName;
        try
        {
            string conversation, turn, result;
            await using (var app = await StartAsync(folder, one))
            {
                var asked = (await app.PostAsync("api/query", new { question = "how many members are there" })).Json;
                (conversation, turn) = (Text(asked, "conversationId"), Text(asked, "turnId"));
                result = Text(asked, "resultId");
                var own = (await app.GetAsync($"api/conversations/{conversation}")).Json;
                Assert.True(own.GetProperty("isConnected").GetBoolean());
                Assert.Contains(one.Name, Text(own.GetProperty("database"), "name"), StringComparison.Ordinal);
                Assert.DoesNotContain(one.ReaderPassword, own.GetRawText(), StringComparison.Ordinal);
            }

            await using (var app = await StartAsync(folder, other))
            {
                var listed = (await app.GetAsync("api/conversations")).Json.EnumerateArray().Single();
                Assert.False(listed.GetProperty("isConnected").GetBoolean());
                Assert.Contains(one.Name, Text(listed.GetProperty("database"), "name"), StringComparison.Ordinal);

                AssertRefused(await app.PostAsync("api/query", new { question = "by city", conversationId = conversation }));
                AssertRefused(await app.PostAsync("api/sql", new { question = "by city", conversationId = conversation }));
                AssertRefused(await app.PostAsync("api/run", new { sql = "SELECT count(*) FROM members", turnId = turn }));
                AssertRefused(await app.PostAsync("api/waterfall", new { sql = "SELECT count(*) FROM members", turnId = turn }));
                AssertRefused(await app.GetAsync($"api/results/{result}/export.csv"));
                Assert.Single((await app.GetAsync($"api/conversations/{conversation}")).Json.GetProperty("turns").EnumerateArray());
                Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("api/query", new { question = "how many members are there" })).Status);
            }

            await using (var app = await StartAsync(folder, one))
            {
                var answer = await app.PostAsync("api/run", new { sql = "SELECT count(*) FROM members", turnId = turn });
                Assert.Equal(HttpStatusCode.OK, answer.Status);
            }

            void AssertRefused(ApiAnswer answer)
            {
                Assert.Equal((HttpStatusCode.Conflict, "other-database"), (answer.Status, answer.Problem));
                var title = Text(answer.Json, "title");
                Assert.Contains($"asked of the database {one.Name} on", title, StringComparison.Ordinal);
                Assert.Contains($"connected to {other.Name} on", title, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Rows of tables that are not here: whose they are is the reason, not what may be read.</summary>
    [Fact]
    public async Task Rows_OfAnotherDatabasesTables_AreRefusedByItsName()
    {
        await using var one = await postgres.CreateAsync(Members, CancellationToken.None);
        await using var other = await postgres.CreateAsync(Members.Replace("members", "lockers", StringComparison.Ordinal), CancellationToken.None);
        var folder = Directory.CreateTempSubdirectory("nlsql-two-databases").FullName;
        try
        {
            string result;
            await using (var app = await StartAsync(folder, one))
            {
                result = Text((await app.PostAsync("api/query", new { question = "how many members are there" })).Json, "resultId");
            }

            await using (var app = await StartAsync(folder, other))
            {
                var answer = await app.GetAsync($"api/results/{result}");

                Assert.Equal((HttpStatusCode.Conflict, "other-database"), (answer.Status, answer.Problem));
                Assert.Contains(one.Name, Text(answer.Json, "title"), StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<RunningApp> StartAsync(string folder, TestDatabase database)
    {
        var app = await RunningApp.StartAsync(folder, [.. database.Settings.Select(pair => (pair.Key, pair.Value))]);
        await app.WaitUntilReadyAsync();
        return app;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
