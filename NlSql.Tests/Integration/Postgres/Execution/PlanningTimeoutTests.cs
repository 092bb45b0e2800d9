using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>What meets EXPLAIN_TIMEOUT_MS has ended on the server, not only for the one who waited: pg_stat_activity is looked at.</summary>
public sealed class PlanningTimeoutTests(PostgresFixture postgres)
{
    /// <summary>PostgreSQL computes a constant call of an immutable function while it plans.</summary>
    private const string Functions = """
        CREATE TABLE kept (id int);
        CREATE FUNCTION waits() RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN 1; END $$;
        CREATE FUNCTION works() RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN LOOP NULL; END LOOP; END $$;
        """;

    private const string Busy = "application_name = 'nlsql/tester/plan' AND state <> 'idle'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT public.waits()")]
    [InlineData("SELECT public.works()")]
    [InlineData("SELECT id FROM kept")]
    public async Task EstimateAsync_PlanningMeetsItsTimeout_LeavesNoBackendWorking(string sql)
    {
        await using var database = await postgres.CreateAsync(Functions, Token);
        var scope = GuardScope.NamesOnly with { SearchPath = ["public"], SiteFunctions = new HashSet<string> { "public.waits", "public.works" } };
        var approved = GuardVerdicts.Approved(sql, scope);
        using var harness = new ExecutorHarness(new ExecutionOptions { ExplainTimeoutMs = 3000, LockTimeoutMs = 600_000 });
        await using var holder = await database.Owner.OpenConnectionAsync(Token);
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using (var hold = holder.CreateCommand())
        {
            hold.CommandText = "LOCK TABLE kept IN ACCESS EXCLUSIVE MODE";
            await hold.ExecuteNonQueryAsync(Token);
        }

        var planning = harness.Executor.EstimateAsync(database.Reader, approved, new RunTag("tester", "plan"), Token);
        var wasSeen = false;
        while (!wasSeen && !planning.IsCompleted)
        {
            wasSeen = await CountAsync(database, $"{Busy} AND query LIKE 'EXPLAIN%'") == 1;
        }

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => planning);

        Assert.Equal(FailureTypes.StatementTimeout, error.Failure.Type);
        Assert.True(wasSeen, "The planning was never seen in pg_stat_activity: the test would prove nothing.");
        Assert.Equal(0, await CountAsync(database, Busy));
    }

    private static async Task<long> CountAsync(TestDatabase database, string condition)
    {
        await using var command = database.Owner.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
