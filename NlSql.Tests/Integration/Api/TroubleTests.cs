using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Databases, models and folders that are not as they should be: a clear answer, and nothing that was stored is lost.</summary>
public sealed class TroubleTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql trouble ").FullName;

    [Fact]
    public async Task Database_Unreachable_IsSaidByReadinessAndAnswers()
    {
        await using var app = await RunningApp.StartAsync(("DB_HOST", "127.0.0.1"), ("DB_PORT", "1"), ("DB_NAME", "none"), ("DB_USER", "nobody"));

        var answer = await app.PostAsync("api/query", new { question = "how many orders" });
        var ready = await app.GetAsync("readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("database-unreachable", answer.Problem);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task Database_WrongPassword_IsSaidWithoutTheSecret()
    {
        var demo = await postgres.DemoAsync();
        await using var app =
            await RunningApp.StartAsync([
                .. demo.Settings.Where(pair => pair.Key != "DB_PASS").Select(pair => (pair.Key, pair.Value)),
                ("DB_PASS", "wrong-horse")
            ]);

        var answer = await app.PostAsync("api/run", new { sql = "SELECT 1" });

        Assert.Equal("database-unauthorized", answer.Problem);
        Assert.DoesNotContain("wrong-horse", answer.Body + (await app.GetAsync("api/status")).Body + app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ConnectionsCutAndBack_AnswersAgain()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE things (id int PRIMARY KEY, name text); INSERT INTO things VALUES (1, 'one'); GRANT SELECT ON things TO nlsql_reader; GRANT "
            + "USAGE ON SCHEMA public TO nlsql_reader",
            CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database);
        await app.PostAsync("api/run", new { sql = "SELECT name FROM things" });

        await database.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}' AND usename = 'nlsql_reader'");
        var answer = await app.PostAsync("api/run", new { sql = "SELECT name FROM things" });

        Assert.Equal("""[["one"]]""", answer.Json.GetProperty("rows").GetRawText());
    }

    /// <summary>Nobody has to mend the statement: it would run a moment later.</summary>
    [Fact]
    public async Task Database_TableIsLocked_IsTransientAndNotTheStatementsFault()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE things (id int PRIMARY KEY); GRANT SELECT ON things TO nlsql_reader", CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database, ("LOCK_TIMEOUT_MS", "50"));
        await using var connection = await database.Owner.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        await using (var command = new Npgsql.NpgsqlCommand("LOCK TABLE things IN ACCESS EXCLUSIVE MODE", connection, transaction))
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        var answer = await app.PostAsync("api/run", new { sql = "SELECT id FROM things" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "55P03"), (answer.Status, answer.Json.GetProperty("sqlState").GetString()));
        Assert.True(answer.Json.GetProperty("transient").GetBoolean());
    }

    [Fact]
    public async Task Database_WithoutTables_SaysThatNothingIsReadable()
    {
        await using var database = await postgres.CreateAsync(null, CancellationToken.None);
        await using var app = await RunningApp.StartAsync([.. database.Settings.Select(pair => (pair.Key, pair.Value))]);

        var answer = await app.PostAsync("api/query", new { question = "how many orders" });

        Assert.Contains(answer.Problem, (string[])["database-nothing-readable", "not-answerable"]);
    }

    [Fact]
    public async Task Database_OddNamesAndNoKey_CanBeAskedAndRun()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE SCHEMA "Odd Schema";
            CREATE TABLE "Odd Schema"."Ünïcode ""Table"" 🦊" ("Größe in cm" int, "select" text, "a""b" text);
            INSERT INTO "Odd Schema"."Ünïcode ""Table"" 🦊" VALUES (1, 'x', 'y'), (2, 'x', 'y');
            GRANT USAGE ON SCHEMA "Odd Schema" TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO nlsql_reader;
            """,
            CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database);

        var run = await app.PostAsync(
            "api/run",
            new { sql = """"SELECT sum("Größe in cm") AS "Σ ""x""", "a""b" FROM "Odd Schema"."Ünïcode ""Table"" 🦊" GROUP BY "a""b" """" });
        var asked = await app.PostAsync("api/query", new { question = "total Größe in cm" });
        var schema = await app.GetAsync("api/schema");

        Assert.Equal("""[["3","y"]]""", run.Json.GetProperty("rows").GetRawText());
        Assert.Equal("Σ \"x\"", run.Json.GetProperty("columns")[0].GetProperty("name").GetString());
        Assert.True((int)asked.Status < 500, asked.ToString());
        Assert.Equal("Ünïcode \"Table\" 🦊", schema.Json.GetProperty("tables")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Model_Down_BuiltInTranslatorAnswersAndSaysSo()
    {
        using var refusing = ScriptedModel.Refusing();
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(),
            ("LLM_API_URL", refusing.Url.ToString()),
            ("LLM_MODEL_NAME", "scripted"),
            ("LLM_RETRIES", "0"));

        var answer = await app.PostAsync("api/query", new { question = "how many customers are there" });

        Assert.Equal("built-in", answer.Json.GetProperty("generator").GetString());
        Assert.NotEqual(0, answer.Json.GetProperty("notes").GetArrayLength());
    }

    [Fact]
    public async Task Model_Misbehaves_BuiltInTranslatorAnswersEachTime()
    {
        ScriptedModelAnswer[] faults =
        [
            ScriptedModelAnswer.Unauthorized, ScriptedModelAnswer.RateLimited(60), ScriptedModelAnswer.ServerError, new ScriptedModelAnswer.Garbage(),
            new ScriptedModelAnswer.HalfStream("```sql\nSELECT count(", Reset: true), new ScriptedModelAnswer.Hang(),
        ];
        var next = -1;
        await using var model = await ScriptedModel.StartAsync(_ => faults[Interlocked.Increment(ref next) % faults.Length]);
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(),
            ("LLM_API_URL", model.Url.ToString()), ("LLM_MODEL_NAME", "scripted"), ("LLM_RETRIES", "0"), ("LLM_FIRST_TOKEN_TIMEOUT_MS", "1000"));

        foreach (var fault in faults)
        {
            var answer = await app.PostAsync("api/query", new { question = "how many customers are there" });

            Assert.True(answer.Json.TryGetProperty("generator", out var generator), $"{fault}: {answer}");
            Assert.Equal("built-in", generator.GetString());
            Assert.NotEqual(0, answer.Json.GetProperty("notes").GetArrayLength());
        }

        Assert.Equal(faults.Length - 1, next);
    }

    [Fact]
    public async Task Model_WritesAWrite_NothingReachesTheDatabase()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("DELETE FROM sales.orders"));
        await using var app = await RunningApp.StartReadyAsync(
            await postgres.DemoAsync(),
            ("LLM_API_URL", model.Url.ToString()),
            ("LLM_MODEL_NAME", "scripted"),
            ("LLM_RETRIES", "0"));

        var answer = await app.PostAsync("api/query", new { question = "how many customers are there" });

        Assert.Equal("sql-refused", answer.Problem);
    }

    [Fact]
    public async Task Index_Damaged_IsBuiltAnew()
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using (var first = await RunningApp.StartAsync(folder, settings))
        {
            await first.WaitUntilReadyAsync();
        }

        foreach (var file in Directory.GetFiles(
            Path.Combine(folder, "index"),
            "*",
            SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 1000))
        {
            await using var stream = File.OpenWrite(file);
            stream.Position = stream.Length / 2;
            stream.Write("damaged"u8);
        }

        await using var second = await RunningApp.StartAsync(folder, settings);
        await second.WaitUntilReadyAsync();

        var index = (await second.GetAsync("api/status")).Json.GetProperty("index");
        Assert.True(index.GetProperty("wasRebuilt").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("api/search?q=orders")).Status);
    }

    [Fact]
    public async Task DataPath_NotWritable_AnswersAndSaysThatNothingIsKept()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("DATA_PATH", Path.Combine(file, "data")));

        var answer = await app.PostAsync("api/run", new { sql = "SELECT 1 AS one" });
        var storage = (await app.GetAsync("api/status")).Json.GetProperty("storage");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False(storage.GetProperty("kept").GetBoolean());
        Assert.Equal("data-path-not-writable", storage.GetProperty("failure").GetProperty("type").GetString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
