using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

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
    public async Task Run_ValueWrittenOtherwise_IsNamedWithTheNearestAndAStatementThatFindsIt(
        string sql, string column, string value, string nearest, string repaired)
    {
        var (empty, pipeline, closing) = await RunAsync(sql);
        await using var services = closing;

        var mismatch = empty!.Mismatches[0];
        Assert.Equal((column, value, nearest), (mismatch.Column, mismatch.Value, mismatch.Nearest[0]));
        Assert.Contains(repaired, empty.RepairedSql, StringComparison.Ordinal);
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

    [Fact]
    public async Task Run_Recorded_IsInTheTurnThatIsKept()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = ProductServices.Start(database.Settings, folder);
        var request = new RunRequest("SELECT * FROM harbours WHERE country = 'Germny'") { Analyze = false };

        var steps = await services.GetRequiredService<IQuestionPipeline>().RunAsync(request, Token).ToListAsync(Token);

        var turn = await services.GetRequiredService<IConversationStore>().FindTurnAsync(Assert.Single(steps.OfType<TurnOpened>()).TurnId, Token);
        Assert.Equal("Germny", Assert.Single(turn!.Emptiness!.Mismatches).Value);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(EmptyResult? Empty, IQuestionPipeline Pipeline, IAsyncDisposable Closing)> RunAsync(string sql)
    {
        var database = await postgres.CreateAsync(Schema, Token);
        var services = ProductServices.Start(database.Settings, folder);
        var pipeline = services.GetRequiredService<IQuestionPipeline>();
        var steps = await pipeline.RunAsync(new RunRequest(sql) { Record = false, Analyze = false }, Token).ToListAsync(Token);
        Assert.IsType<TurnDone>(steps[^1]);
        return (steps.OfType<EmptyResultExplained>().SingleOrDefault()?.Emptiness, pipeline, new Both(services, database));
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
