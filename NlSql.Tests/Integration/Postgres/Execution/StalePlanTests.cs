using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>What a connection has prepared from before a table was altered.</summary>
public sealed class StalePlanTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ColumnChangedItsTypeSinceItWasPrepared_IsSentOnceMore()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE things (id int); INSERT INTO things VALUES (7); GRANT SELECT ON things TO nlsql_reader", Token);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString)
        {
            MaxPoolSize = 1,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        });
        using var harness = new ExecutorHarness();
        var sql = ExecutorHarness.Approve("SELECT id FROM public.things");
        for (var i = 0; i < 4; i++)
        {
            await harness.Executor.RunAsync(source, sql, ExecutorHarness.Tag, null, Token);
        }

        await database.ExecuteAsync("ALTER TABLE things ALTER id TYPE text");
        var first = await harness.Executor.RunAsync(source, sql, ExecutorHarness.Tag, null, Token);
        var second = await harness.Executor.RunAsync(source, sql, ExecutorHarness.Tag, null, Token);

        Assert.Equal("7", Assert.Single(await harness.RowsAsync(first))[0]);
        Assert.Equal("7", Assert.Single(await harness.RowsAsync(second))[0]);
        Assert.Equal("text", first.Columns[0].DataType);
    }
}
