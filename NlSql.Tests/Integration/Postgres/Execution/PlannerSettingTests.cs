using NlSql.Core.Database.Execution;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>Statements are planned with the settings that the guard's bounds hold for, whatever a database has instead.</summary>
public sealed class PlannerSettingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Run_DatabaseWithSettingsOfItsOwn_PlansWithNlSqls()
    {
        await using var database = await postgres.CreateAsync(
            """
            DO $$ DECLARE s text; BEGIN
              FOREACH s IN ARRAY ARRAY['geqo = off', 'geqo_threshold = 90', 'geqo_effort = 10', 'geqo_pool_size = 1000', 'geqo_generations = 1000',
                'from_collapse_limit = 50', 'join_collapse_limit = 50', 'constraint_exclusion = on', 'enable_partition_pruning = off',
                'enable_partitionwise_join = on', 'enable_partitionwise_aggregate = on'] LOOP
                EXECUTE format('ALTER DATABASE %I SET %s', current_database(), s);
              END LOOP;
            END $$
            """,
            TestContext.Current.CancellationToken);
        using var harness = new ExecutorHarness();
        var names = string.Join(", ", TransactionPins.Planner.Select(pin => $"current_setting('{pin.Name}')"));

        var approved = ExecutorHarness.Approve($"SELECT {names}");
        var result = await harness.Executor.RunAsync(database.Reader, approved, ExecutorHarness.Tag, null, TestContext.Current.CancellationToken);

        Assert.Null(result.Interruption);
        Assert.Equal(TransactionPins.Planner.Select(pin => pin.Value), Assert.Single(await harness.RowsAsync(result)).Select(cell => $"{cell}"));
    }
}
