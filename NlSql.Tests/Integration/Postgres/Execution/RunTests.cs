using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class RunTests(PostgresFixture postgres) : IDisposable
{
    private readonly ExecutorHarness harness = new(new ExecutionOptions { MaxRows = 100 });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_MoreRowsThanTheLimit_KeepsTheFirstAndSaysSo()
    {
        var result = await RunAsync("SELECT g FROM generate_series(1, 1000000) g ORDER BY g");

        Assert.True(result.Truncated);
        Assert.False(result.Partial);
        Assert.Equal(100, result.RowCount);
        Assert.Equal(100L, (await harness.RowsAsync(result))[^1][0]);
    }

    [Fact]
    public async Task RunAsync_ExactlyTheLimit_IsNotTruncated()
    {
        Assert.False((await RunAsync("SELECT g FROM generate_series(1, 100) g")).Truncated);
    }

    [Fact]
    public async Task RunAsync_ManyBytes_StopsAtTheByteCap()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxResultBytes = 70_000 });

        var result = await harness.Executor.RunAsync(
            await DemoAsync(), ExecutorHarness.Approve("SELECT repeat('x', 10000) FROM generate_series(1, 500)"), ExecutorHarness.Tag, null, Token);

        Assert.True(result.Truncated);
        Assert.Equal(7, result.RowCount);
    }

    [Fact]
    public async Task RunAsync_SameNamedAndUnnamedColumns_ComeBack()
    {
        var result = await RunAsync("SELECT 1 AS a, 2 AS a, 3, 4");

        Assert.Equal(["a", "a", "?column?", "?column?"], result.Columns.Select(c => c.Name));
        Assert.Equal([1L, 2L, 3L, 4L], (await harness.RowsAsync(result))[0]);
    }

    [Fact]
    public async Task RunAsync_NoRows_KeepsTheColumns()
    {
        var result = await RunAsync("SELECT 1 AS a WHERE false");

        Assert.Equal(0, result.RowCount);
        Assert.Equal("a", Assert.Single(result.Columns).Name);
    }

    /// <summary>Were the text split on <c>;</c> by the driver, each part would be a legal statement of its own.</summary>
    [Theory]
    [InlineData("SELECT 1) q; SELECT 2 FROM (SELECT 3")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1) q LIMIT $1; DROP TABLE sales.orders; --")]
    public async Task RunAsync_SecondStatement_IsRefusedByTheServer(string sql)
    {
        var failure = await FailureAsync(sql);

        Assert.Equal(FailureTypes.SqlSyntax, failure.Type);
        Assert.Equal("42601", failure.SqlState);
    }

    [Theory]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false)", "25001", 13)]
    [InlineData("SELECT lo_create(0)", "25006", 16)]
    public async Task RunAsync_WayOutOfReadOnly_IsRefusedByTheServer(string sql, string state, int since)
    {
        Assert.SkipWhen(
            await postgres.MajorVersionAsync() < since,
            $"PostgreSQL refuses this in a read-only transaction since {since}; before, the guard and the rollback do.");
        await using var database = await postgres.CreateAsync(null, Token);

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() =>
            harness.Executor.RunAsync(database.Owner, ExecutorHarness.Approve(sql), ExecutorHarness.Tag, null, Token));

        Assert.Equal(state, failure.Failure.SqlState);
    }

    [Fact]
    public async Task RunAsync_UnknownColumn_PointsAtItInTheApprovedText()
    {
        const string Sql = "SELECT '🌍', nowhere FROM sales.orders";

        var failure = await FailureAsync(Sql);

        Assert.Equal("42703", failure.SqlState);
        Assert.Equal(Sql.IndexOf("nowhere", StringComparison.Ordinal), failure.Position);
    }

    /// <summary>PostgreSQL repeats a value that it cannot read, whole.</summary>
    [Fact]
    public async Task RunAsync_EndlessValue_IsRepeatedInPart()
    {
        var failure = await FailureAsync("SELECT repeat('x', 3000000)::int");

        Assert.Equal("22P02", failure.SqlState);
        Assert.Equal(PipelineFailure.LongestText, failure.Message.Length);
        Assert.EndsWith("xxx…", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TooLong_FailsAtTheServersTimeLimit()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { StatementTimeoutMs = 200 });

        var error = await Assert.ThrowsAsync<PipelineFailureException>(async () =>
            await harness.Executor.RunAsync(await DemoAsync(), ExecutorHarness.Approve("SELECT pg_sleep(20)"), ExecutorHarness.Tag, null, Token));

        Assert.Equal(FailureTypes.StatementTimeout, error.Failure.Type);
    }

    [Fact]
    public async Task RunAsync_FailsHalfWay_KeepsTheRowsBeforeAndSaysWhy()
    {
        var result = await RunAsync("SELECT 1000 / (60 - g) FROM generate_series(1, 90) g");

        Assert.True(result.Partial);
        Assert.Equal("22012", result.Interruption?.SqlState);
        Assert.Equal(59, result.RowCount);
    }

    [Fact]
    public async Task RunAsync_WhileItRuns_NamesAnalystAndTurnToTheDba()
    {
        var result = await RunAsync("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()");

        Assert.Equal("nlsql/tester/turn1", (await harness.RowsAsync(result))[0][0]);
    }

    [Fact]
    public async Task RunAsync_SearchPathOfTheApproval_IsPinnedWithTemporaryTablesLast()
    {
        await using var database = await postgres.CreateAsync("CREATE SCHEMA \"we\"\"ird\"; GRANT USAGE ON SCHEMA \"we\"\"ird\" TO PUBLIC", Token);

        var result = await harness.Executor.RunAsync(
            database.Reader, ExecutorHarness.Approve("SELECT current_setting('search_path')", "we\"ird", "public"), ExecutorHarness.Tag, null, Token);

        Assert.Equal("\"pg_catalog\", \"we\"\"ird\", \"public\", \"pg_temp\"", (await harness.RowsAsync(result))[0][0]);
    }

    [Fact]
    public async Task RunAsync_Afterwards_TheConnectionIsAsBefore()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT 1", "pg_catalog"), ExecutorHarness.Tag, null, Token);

        await using var command = database.Reader.CreateCommand(
            "SELECT current_setting('statement_timeout') || current_setting('search_path') || current_setting('application_name')");

        Assert.Equal("0\"$user\", publicnlsql", await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task EstimateAsync_Join_NamesTablesRowsAndCost()
    {
        var estimate = await harness.Executor.EstimateAsync(
            await DemoAsync(), ExecutorHarness.Approve(
                "SELECT * FROM sales.orders o JOIN sales.customers c ON c.id = o.customer_id"), ExecutorHarness.Tag, Token);

        Assert.Contains(estimate.Tables, t => t.Relation == "sales.customers");
        Assert.InRange(estimate.Rows, 10_000, 1_000_000);
        Assert.True(estimate.Cost > 0);
        Assert.False(estimate.ExceedsCeiling);
    }

    [Fact]
    public async Task EstimateAsync_EndlessSeries_ExceedsTheCeiling()
    {
        var estimate = await harness.Executor.EstimateAsync(
            await DemoAsync(), ExecutorHarness.Approve("SELECT count(*) FROM generate_series(1, 1000000000000) a"), ExecutorHarness.Tag, Token);

        Assert.True(estimate.ExceedsCeiling);
    }

    [Fact]
    public async Task EstimateAsync_PlanningThatRunsCode_IsCutOff()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { ExplainTimeoutMs = 300 });

        var error = await Assert.ThrowsAsync<PipelineFailureException>(async () => await harness.Executor.EstimateAsync(
            await DemoAsync(), ExecutorHarness.Approve(
                "SELECT length(repeat(repeat('x', 30000), 30000)) + length(repeat(repeat('y', 30000), 30000))"), ExecutorHarness.Tag, Token));

        Assert.Equal(FailureTypes.StatementTimeout, error.Failure.Type);
    }

    /// <summary>PostgreSQL's hint for a column that does not exist names one that does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EstimateAsync_NameNearABarredColumn_IsNotToldIt(bool isBarred)
    {
        var sql = new ApprovedSql("SELECT total_amoun FROM sales.orders", []) { HiddenNames = isBarred ? ["total_amount"] : [] };

        var error = await Assert.ThrowsAsync<PipelineFailureException>(async () => await harness.Executor.EstimateAsync(
            await DemoAsync(),
            sql,
            ExecutorHarness.Tag,
            Token));

        Assert.Equal(isBarred, error.Failure.Advice?.Contains("total_amount", StringComparison.Ordinal) is not true);
    }

    public void Dispose() => harness.Dispose();

    private async Task<Npgsql.NpgsqlDataSource> DemoAsync() => (await postgres.DemoAsync()).Reader;

    private async Task<StoredResult> RunAsync(string sql) =>
        await harness.Executor.RunAsync(await DemoAsync(), ExecutorHarness.Approve(sql), ExecutorHarness.Tag, null, Token);

    private async Task<PipelineFailure> FailureAsync(string sql) => (await Assert.ThrowsAsync<PipelineFailureException>(() => RunAsync(sql))).Failure;
}
