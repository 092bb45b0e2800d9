using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>RUN_AS: the database's own rules decide who sees which rows, and a pooled connection keeps nothing of the last analyst.</summary>
public sealed class RunAsTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("setting")]
    [InlineData("role")]
    public async Task RunAsync_RowSecurity_GivesEachTheirOwnRows(string kind)
    {
        await using var database = await CreateAsync();
        using var harness = new ExecutorHarness(new ExecutionOptions { RunAs = kind });
        await using var pool = Pool(database);
        foreach (var (role, rows) in ((string, long)[])[(Role("ana", database), 2L), (Role("bob", database), 1L)])
        {
            var sql = ExecutorHarness.Approve($"SELECT count(*), current_setting('app.user') FROM {(kind == "role" ? "by_role" : "by_setting")}");

            var result = await harness.Executor.RunAsync(pool, sql, new RunTag(role, "t"), null, Token);

            Assert.Equal([rows, role], (await harness.RowsAsync(result))[0]);
            Assert.Equal((TestDatabase.ReaderName, ""), await IdentityAsync(pool));
        }
    }

    [Fact]
    public async Task RunAsync_ErrorAndStop_LeaveThePooledConnectionAsItWas()
    {
        await using var database = await CreateAsync();
        using var harness = new ExecutorHarness(new ExecutionOptions { RunAs = "role" });
        await using var pool = Pool(database);
        var tag = new RunTag(Role("ana", database), "t");

        await Assert.ThrowsAsync<PipelineFailureException>(
            () => harness.Executor.RunAsync(pool, ExecutorHarness.Approve("SELECT 1 / (random() * 0)::int"), tag, null, Token));
        Assert.Equal((TestDatabase.ReaderName, ""), await IdentityAsync(pool));

        using var stop = new CancellationTokenSource();
        var rows = new Progress(stop.Cancel);
        var slow = ExecutorHarness.Approve("SELECT g, pg_sleep(CASE WHEN g > 300 THEN 0.05 ELSE 0 END)::text FROM generate_series(1, 100000) g");
        var stopped = await harness.Executor.RunAsync(pool, slow, tag, rows, stop.Token);
        Assert.Equal(FailureTypes.Cancelled, stopped.Interruption?.Type);
        Assert.Equal((TestDatabase.ReaderName, ""), await IdentityAsync(pool));
    }

    [Fact]
    public async Task RunAsync_RoleThatIsNotThere_SaysHowToMakeIt()
    {
        await using var database = await CreateAsync();
        using var harness = new ExecutorHarness(new ExecutionOptions { RunAs = "role" });
        await using var pool = Pool(database);

        var error = await Assert.ThrowsAsync<PipelineFailureException>(
            () => harness.Executor.RunAsync(pool, ExecutorHarness.Approve("SELECT 1"), new RunTag("no\"body", "t"), null, Token));

        Assert.Equal(FailureTypes.DatabaseRoleRefused, error.Failure.Type);
        Assert.Contains("CREATE ROLE \"no\"\"body\" NOLOGIN", error.Failure.Advice, StringComparison.Ordinal);
        Assert.Equal((TestDatabase.ReaderName, ""), await IdentityAsync(pool));
    }

    /// <summary>PostgreSQL takes this word for its session's own role.</summary>
    [Fact]
    public async Task RunAsync_AnalystCalledNone_DoesNotRunAsNlSql()
    {
        await using var database = await CreateAsync();
        using var harness = new ExecutorHarness(new ExecutionOptions { RunAs = "role" });
        await using var pool = Pool(database);

        var error = await Assert.ThrowsAsync<PipelineFailureException>(
            () => harness.Executor.RunAsync(pool, ExecutorHarness.Approve("SELECT owner FROM by_setting"), new RunTag("none", "t"), null, Token));

        Assert.Equal(FailureTypes.DatabaseRoleRefused, error.Failure.Type);
    }

    // Roles are the whole server's, so that each test's database has its own.
    private static string Role(string name, TestDatabase database) => $"{name}_{database.Name}";

    /// <summary>One connection alone, so that what was left on it is seen by the next.</summary>
    private static NpgsqlDataSource Pool(TestDatabase database) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString) { MaxPoolSize = 1 }.ConnectionString);

    private static async Task<(string, string)> IdentityAsync(NpgsqlDataSource pool)
    {
        await using var command = pool.CreateCommand("SELECT current_user::text, coalesce(current_setting('app.user', true), '')");
        await using var reader = await command.ExecuteReaderAsync(Token);
        await reader.ReadAsync(Token);
        return (reader.GetString(0), reader.GetString(1));
    }

    private async Task<TestDatabase> CreateAsync()
    {
        var database = await postgres.CreateAsync(null, Token);
        string ana = Role("ana", database), bob = Role("bob", database);
        await using var command = database.Owner.CreateCommand($"""
            CREATE ROLE "{ana}" NOLOGIN; CREATE ROLE "{bob}" NOLOGIN;
            GRANT "{ana}", "{bob}" TO {TestDatabase.ReaderName};
            CREATE TABLE by_setting (owner text); CREATE TABLE by_role (owner text);
            INSERT INTO by_setting VALUES ('{ana}'), ('{ana}'), ('{bob}'); INSERT INTO by_role SELECT * FROM by_setting;
            ALTER TABLE by_setting ENABLE ROW LEVEL SECURITY; ALTER TABLE by_role ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON by_setting USING (owner = current_setting('app.user', true));
            CREATE POLICY own ON by_role USING (owner = current_user);
            GRANT SELECT ON by_setting TO {TestDatabase.ReaderName}; GRANT SELECT ON by_role TO "{ana}", "{bob}";
            """);
        await command.ExecuteNonQueryAsync(Token);
        return database;
    }

    private sealed class Progress(Action report) : IProgress<long>
    {
        public void Report(long value) => report();
    }
}
