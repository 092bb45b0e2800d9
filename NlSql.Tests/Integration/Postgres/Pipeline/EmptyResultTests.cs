using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>Results without rows because a value is written otherwise in the data.</summary>
public sealed class EmptyResultTests(PostgresFixture postgres) : IDisposable
{
    private const string Schema = """
        CREATE TABLE harbours (id int PRIMARY KEY, town text NOT NULL, country text NOT NULL);
        CREATE TABLE boats (id int PRIMARY KEY, harbour_id int REFERENCES harbours, title text, kind varchar(20), berths int, email text);
        INSERT INTO harbours VALUES (1, 'Husum', 'Germany'), (2, 'Århus', 'Denmark'), (3, 'Kiel', 'Germany'), (4, 'O''Brien''s Quay', 'Ireland');
        INSERT INTO boats SELECT n, 1 + n % 3, 'Boat ' || n, CASE n % 2 WHEN 0 THEN 'sloop' ELSE 'ketch' END, n % 9, 'a' || n || '@example.org'
        FROM generate_series(1, 7000) AS n;
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-empty-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT * FROM harbours WHERE country = 'Germny'", "harbours.country", "Germny", "Germany", "country = 'Germany'")]
    [InlineData("SELECT * FROM harbours h WHERE h.country = 'germany'", "harbours.country", "germany", "Germany", "'Germany'")]
    [InlineData("SELECT count(*) FROM harbours WHERE town = 'Arhus'", "harbours.town", "Arhus", "Århus", "'Århus'")]
    [InlineData("SELECT * FROM harbours WHERE town IN ('Husun', 'Kil') AND id > 0", "harbours.town", "Husun", "Husum", "'Kiel'")]
    [InlineData("SELECT * FROM harbours WHERE town ILIKE '%husun%'", "harbours.town", "husun", "Husum", "'%Husum%'")]
    [InlineData("SELECT * FROM harbours WHERE lower(country) = lower('Germny')", "harbours.country", "Germny", "Germany", "lower('Germany')")]
    [InlineData("SELECT * FROM harbours WHERE town = 'O''Briens Quay'", "harbours.town", "O'Briens Quay", "O'Brien's Quay", "'O''Brien''s Quay'")]
    [InlineData("SELECT b.id FROM boats b JOIN harbours h ON h.id = b.harbour_id WHERE b.kind = 'sloops'", "boats.kind", "sloops", "sloop", "'sloop'")]
    [InlineData("SELECT sum(berths) FROM boats WHERE title = 'boat 6999'", "boats.title", "boat 6999", "Boat 6999", "'Boat 6999'")]
    [InlineData("SELECT * FROM harbours WHERE lower(country) = 'germny'", "lower(harbours.country)", "germny", "germany", "= 'germany'")]
    [InlineData("SELECT * FROM harbours WHERE lower(country) = 'Germany'", "lower(harbours.country)", "Germany", "germany", "= 'germany'")]
    [InlineData("SELECT * FROM harbours WHERE upper(trim(town)) LIKE '%HUSUN%'", "upper(trim(harbours.town))", "HUSUN", "HUSUM", "'%HUSUM%'")]
    [InlineData("SELECT * FROM harbours WHERE town <> 'germany' AND country = 'germany'", "harbours.country", "germany", "Germany", "<> 'germany' AND")]
    [InlineData("SELECT 'Kil' AS said FROM harbours WHERE town IN ('Kil', 'Kil')", "harbours.town", "Kil", "Kiel", "SELECT 'Kil' AS said")]
    public async Task Run_ValueWrittenOtherwise_IsNamedWithTheNearestAndAStatementThatFindsIt(
        string sql, string column, string value, string nearest, string repaired)
    {
        var (empty, pipeline, closing) = await RunAsync(sql);
        await using var services = closing;

        var mismatch = empty!.Mismatches[0];
        Assert.Equal((column, value, nearest), (mismatch.Column, mismatch.Value, mismatch.Nearest[0]));
        Assert.Contains(repaired, Line(empty.RepairedSql!), StringComparison.Ordinal);
        var again = await pipeline.RunAsync(new RunRequest(empty.RepairedSql!) { Record = false, Analyze = false }, Token).ToListAsync(Token);
        Assert.DoesNotContain(again, step => step is EmptyResultExplained);
        Assert.True(Assert.Single(again.OfType<ResultReady>()).Result.RowCount > 0);
    }

    [Theory]
    [InlineData("SELECT * FROM harbours WHERE country = 'Germany' AND town = 'Århus'")] // Both occur, not together.
    [InlineData("SELECT * FROM harbours WHERE id = 99")]
    [InlineData("SELECT * FROM harbours WHERE NOT (country = 'Germny') AND id = 99")]
    [InlineData("SELECT * FROM harbours WHERE town LIKE '%us%' AND id = 99")]
    [InlineData("SELECT * FROM boats WHERE email = 'nobody@example.org'")] // A personal column.
    [InlineData("SELECT * FROM harbours")]
    [InlineData("SELECT 'Germny' AS country, 0 AS n")]
    public async Task Run_NoValueIsWrittenOtherwise_SaysNothing(string sql)
    {
        var (empty, _, closing) = await RunAsync(sql);
        await using var services = closing;

        Assert.Null(empty);
    }

    [Fact]
    public async Task Run_NothingNear_IsToldWithoutARepair()
    {
        var (empty, _, closing) = await RunAsync("SELECT * FROM harbours WHERE country = 'Zanzibar'");
        await using var services = closing;

        Assert.Empty(Assert.Single(empty!.Mismatches).Nearest);
        Assert.Null(empty.RepairedSql);
    }

    /// <summary>Nothing that is written there is ever equal to it.</summary>
    [Fact]
    public async Task Run_NoTextWouldDo_IsToldWithoutARepair()
    {
        var (empty, _, closing) = await RunAsync("SELECT * FROM harbours WHERE country = lower('Germany')");
        await using var services = closing;

        Assert.Equal(["Germany"], Assert.Single(empty!.Mismatches).Nearest);
        Assert.Null(empty.RepairedSql);
    }

    /// <summary>With the values that were looked up put right it might still find nothing.</summary>
    [Theory]
    [InlineData("country = 'Germny' AND town IN ('Kiel', 'Husum', 'Århus', 'Kil', 'Husun', 'Zanzibar')", "Germny", "Kil", "Husun")]
    [InlineData("country = 'Germny' AND id < 0 AND town IN ('Kiel', 'Husum', 'Århus', 'Kil', 'Husun', 'Århuss')", "Germny", "Kil", "Husun")]
    public async Task Run_MoreValuesThanAreLookedUp_IsToldWithoutARepair(string condition, params string[] told)
    {
        var (empty, _, closing) = await RunAsync($"SELECT * FROM harbours WHERE {condition}");
        await using var services = closing;

        Assert.Equal(told, empty!.Mismatches.Select(mismatch => mismatch.Value));
        Assert.Null(empty.RepairedSql);
    }

    /// <summary>The look for the first value has room, that for the second has not.</summary>
    [Theory]
    [InlineData("30000")] // The four seconds of the look end first.
    [InlineData("1000")] // The queue's patience ends first: busy.
    public async Task Run_NoRoomForTheSecondLook_IsToldWithoutARepair(string queueWait)
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        var clock = new ManualClock();
        await using var services = Start(database, clock, ("DB_POOL_SIZE", "2"), ("QUEUE_WAIT_MS", queueWait));
        var queue = services.GetRequiredService<StatementQueues>().Runs;
        var request = new RunRequest("SELECT * FROM harbours WHERE country = 'Germny' AND town = 'Kil'") { Record = false, Analyze = false };
        await using var steps = services.GetRequiredService<IQuestionPipeline>().RunAsync(request, Token).GetAsyncEnumerator(Token);
        while (steps.Current is not ResultReady)
        {
            Assert.True(await steps.MoveNextAsync());
        }

        // The statement gives its room to somebody else, who gives it to the first look, which gives it to somebody else for good.
        var other = queue.EnterAsync("bob", place: null, Token);
        var next = steps.MoveNextAsync().AsTask();
        Task<IDisposable> last;
        using (await other)
        {
            while (queue.Length == 0)
            {
                await Task.Yield();
            }

            last = queue.EnterAsync("bob", place: null, Token);
        }

        using var taken = await last;
        while (!next.IsCompleted)
        {
            if (queue.Length > 0)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        Assert.True(await next);
        var empty = Assert.IsType<EmptyResultExplained>(steps.Current).Emptiness;
        Assert.Equal("Germny", Assert.Single(empty.Mismatches).Value);
        Assert.Null(empty.RepairedSql);
    }

    /// <summary>A value of a column that costs too much to be read may be wrong, too.</summary>
    [Fact]
    public async Task Run_SecondLookAboveTheCeiling_IsToldWithoutARepair()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, ("MAX_PLAN_COST", "50"));

        var steps = await RunAsync(services, "SELECT h.id FROM harbours h, boats b WHERE h.country = 'Germny' AND b.id = 5 AND b.kind = 'slop'");

        var empty = Assert.Single(steps.OfType<EmptyResultExplained>()).Emptiness;
        Assert.Equal("Germny", Assert.Single(empty.Mismatches).Value);
        Assert.Null(empty.RepairedSql);
    }

    [Fact]
    public async Task Run_Explained_IsAuditedUnderTheAskersNameForTheTurn()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database);
        var request = new RunRequest("SELECT * FROM harbours WHERE country = 'Germny'") { Analyst = "ana", Origin = TurnOrigin.Api, Analyze = false };

        var steps = await services.GetRequiredService<IQuestionPipeline>().RunAsync(request, Token).ToListAsync(Token);

        var lines = services.GetRequiredService<AuditTrail>().Read(since: null).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["approved", "probed", "ended"], lines.Select(line => line.GetProperty("action").GetString()));
        var opened = Assert.Single(steps.OfType<TurnOpened>());
        Assert.Equal(["ana", "api", opened.ConversationId, opened.TurnId], Of(lines[1], "analyst", "origin", "conversation", "turn"));
        Assert.StartsWith("SELECT DISTINCT", lines[1].GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Germany", lines[1].GetRawText(), StringComparison.Ordinal);

        static IEnumerable<string?> Of(JsonElement line, params string[] names) => names.Select(name => line.GetProperty(name).GetString());
    }

    /// <summary>Cheap is the statement by itself, which an index serves; the column's values are not.</summary>
    [Fact]
    public async Task Run_LookAboveTheCeiling_SaysNothing()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, ("MAX_PLAN_COST", "50"));

        var steps = await RunAsync(services, "SELECT * FROM boats WHERE id = 5 AND kind = 'slop'");

        Assert.IsType<TurnDone>(steps[^1]);
        Assert.DoesNotContain(steps, step => step is EmptyResultExplained);
    }

    /// <summary>Those of many empty results would take every connection from the statements of others.</summary>
    [Fact]
    public async Task Run_NoRoomAtTheDatabase_WaitsWithTheLookForSome()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, ("DB_POOL_SIZE", "2"));
        var queue = services.GetRequiredService<StatementQueues>().Runs;
        var request = new RunRequest("SELECT * FROM harbours WHERE country = 'Germny'") { Record = false, Analyze = false };
        await using var steps = services.GetRequiredService<IQuestionPipeline>().RunAsync(request, Token).GetAsyncEnumerator(Token);
        while (steps.Current is not ResultReady)
        {
            Assert.True(await steps.MoveNextAsync());
        }

        // Somebody else is the next, before the statement itself has given its room back.
        var other = queue.EnterAsync("bob", place: null, Token);
        var next = steps.MoveNextAsync().AsTask();
        using (await other)
        {
            while (queue.Length == 0 && !next.IsCompleted)
            {
                await Task.Yield();
            }

            Assert.False(next.IsCompleted);
        }

        Assert.True(await next);
        Assert.IsType<EmptyResultExplained>(steps.Current);
    }

    [Fact]
    public async Task Run_Recorded_IsInTheTurnThatIsKept()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database);
        var request = new RunRequest("SELECT * FROM harbours WHERE country = 'Germny'") { Analyze = false };

        var steps = await services.GetRequiredService<IQuestionPipeline>().RunAsync(request, Token).ToListAsync(Token);

        var turn = await services.GetRequiredService<IConversationStore>().FindTurnAsync(Assert.Single(steps.OfType<TurnOpened>()).TurnId, Token);
        Assert.Equal("Germny", Assert.Single(turn!.Emptiness!.Mismatches).Value);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(EmptyResult? Empty, IQuestionPipeline Pipeline, IAsyncDisposable Closing)> RunAsync(string sql)
    {
        var database = await postgres.CreateAsync(Schema, Token);
        var services = Start(database);
        var steps = await RunAsync(services, sql);
        Assert.IsType<TurnDone>(steps[^1]);
        return (
            steps.OfType<EmptyResultExplained>().SingleOrDefault()?.Emptiness, services.GetRequiredService<IQuestionPipeline>(), new Both(services, database));
    }

    private static async Task<List<PipelineEvent>> RunAsync(ServiceProvider services, string sql) =>
        await services.GetRequiredService<IQuestionPipeline>().RunAsync(new RunRequest(sql) { Record = false, Analyze = false }, Token).ToListAsync(Token);

    private static string Line(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>By a clock that stands, so that no look takes too long on a machine that is busy.</summary>
    private ServiceProvider Start(TestDatabase database, params (string Key, string Value)[] settings) => Start(database, new ManualClock(), settings);

    private ServiceProvider Start(TestDatabase database, ManualClock clock, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return ProductServices.Start(all, folder, services => services.AddSingleton<TimeProvider>(clock));
    }

    private sealed class Both(IAsyncDisposable first, IAsyncDisposable second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
