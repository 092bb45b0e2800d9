using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Changes of a schema that leave its index as it is: they arrive all the same.</summary>
public sealed class RefreshTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Refresh_NullabilityKeysAndRowsChanged_TheSchemaShowsThem()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE TABLE things (id int PRIMARY KEY, size int NOT NULL, code int NOT NULL);
            INSERT INTO things SELECT g, g, g FROM generate_series(1, 100) g;
            ANALYZE things;
            GRANT SELECT ON things TO nlsql_reader; GRANT USAGE ON SCHEMA public TO nlsql_reader
            """,
            CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database);
        var before = (await app.GetAsync("api/schema")).Json;
        Assert.Equal(100, await FoundRowsAsync(app));

        await database.ExecuteAsync("ALTER TABLE things ALTER COLUMN size DROP NOT NULL");
        await database.ExecuteAsync("ALTER TABLE things ADD UNIQUE (code)");
        await database.ExecuteAsync("INSERT INTO things SELECT g, g, g FROM generate_series(101, 250) g");
        await database.ExecuteAsync("ANALYZE things");
        await app.PostAsync("api/index/refresh", new { });
        var after = (await app.GetAsync("api/schema")).Json;

        var table = after.GetProperty("tables")[0];
        Assert.True(table.GetProperty("columns")[1].GetProperty("nullable").GetBoolean());
        Assert.Equal("""[["code"]]""", table.GetProperty("uniqueKeys").GetRawText());
        Assert.Equal(250, table.GetProperty("rowEstimate").GetInt64());
        Assert.Equal(250, await FoundRowsAsync(app));
        Assert.True(after.GetProperty("readAt").GetDateTimeOffset() > before.GetProperty("readAt").GetDateTimeOffset());
        Assert.False(before.GetProperty("tables")[0].GetProperty("columns")[1].GetProperty("nullable").GetBoolean());
    }

    /// <summary>What the search says, which the index answers and remembers.</summary>
    private static async Task<long> FoundRowsAsync(RunningApp app) =>
        (await app.GetAsync("api/search?q=how+many+things")).Json.GetProperty("tables")[0].GetProperty("rowEstimate").GetInt64();
}
