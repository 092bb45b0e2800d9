using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class StopTests(PostgresFixture postgres) : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_StoppedWhileTheServerComputes_EndsThereToo()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = harness.Executor.RunAsync(
            database.Reader, ExecutorHarness.Approve("SELECT count(*) FROM generate_series(1, 2000000000) a"), new RunTag("tester", "stop"), null, stop.Token);
        await UntilActiveAsync(database.Owner, "nlsql/tester/stop", expected: 1);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        // Left to itself the statement would compute for minutes.
        Assert.Equal(0, await ActiveAsync(database.Owner, "nlsql/tester/stop"));
    }

    [Fact]
    public async Task RunAsync_StoppedBetweenRows_KeepsThemAndSaysStopped()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxRows = 1_000_000 });

        var result = await harness.Executor.RunAsync(
            database.Reader,
            ExecutorHarness.Approve("SELECT g, pg_sleep(CASE WHEN g > 5000 THEN 0.01 ELSE 0 END)::text FROM generate_series(1, 100000) g"),
            ExecutorHarness.Tag,
            new CallbackProgress(rows => Stop(rows, stop)),
            stop.Token);

        Assert.True(result.Partial);
        Assert.Equal(FailureTypes.Cancelled, result.Interruption?.Type);
        Assert.InRange(result.RowCount, 1000, 99_999);
        Assert.Equal(result.RowCount, (await harness.RowsAsync(result)).Count);
    }

    /// <summary>A stop that is seen between two rows, when the server can no longer be asked.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_StoppedBetweenRows_SaysThatTheServerConfirmedOnlyWhenItDid(bool isCut)
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var relay = new PortRelay(database.Port);
        relay.Open();
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ReaderConnectionString) { Port = relay.Port, Pooling = false });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxRows = 1_000_000 });

        var result = await harness.Executor.RunAsync(
            source,
            ExecutorHarness.Approve("SELECT g, pg_sleep(CASE WHEN g > 5000 THEN 0.01 ELSE 0 END)::text FROM generate_series(1, 100000) g"),
            ExecutorHarness.Tag,
            new CallbackProgress(rows =>
            {
                if (rows >= 1000 && !stop.IsCancellationRequested)
                {
                    if (isCut)
                    {
                        relay.CloseAsync().GetAwaiter().GetResult();
                    }

                    stop.Cancel();
                }
            }),
            stop.Token);

        Assert.Equal(FailureTypes.Cancelled, result.Interruption?.Type);
        Assert.Equal(!isCut, result.Interruption?.Message.Contains("the server confirmed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ReaderLeavesAfterSomeRows_StopsTheStatementFirst()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        using var harness = new ExecutorHarness(new ExecutionOptions { MaxRows = 1_000_000 });
        var tag = new RunTag("tester", "left");
        var snapshot = new DatabaseSnapshot(database.Reader, null!, null!, GuardScope.NamesOnly);
        var run = new ResultRun(harness.Executor, harness.Store, PipelineParts.Queues).RunAsync(
            snapshot,
            ExecutorHarness.Approve("SELECT g, pg_sleep(CASE WHEN g > 5000 THEN 0.01 ELSE 0 END)::text FROM generate_series(1, 100000) g"),
            tag,
            Token);

        await foreach (var step in run)
        {
            if (step is RowsCounted)
            {
                break;
            }
        }

        Assert.Equal(0, await ActiveAsync(database.Owner, ApplicationName.For(tag)));
    }

    /// <summary>The server sends by the buffer: what came of the last row is half of it, and the rest only comes with more rows.</summary>
    /// <param name="length">Of each row's first cell, in bytes: one that is waited for in one piece, and one that is read as it comes.</param>
    [Theory]
    [InlineData(900)]
    [InlineData(3000)]
    public async Task RunAsync_StoppedInTheMiddleOfARow_EndsAtTheServerToo(int length)
    {
        await using var database = await postgres.CreateAsync(null, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var tag = new RunTag("tester", $"half {length}");
        var run = harness.Executor.RunAsync(
            database.Reader,
            ExecutorHarness.Approve($"SELECT repeat('x', {length}), pg_sleep(CASE WHEN g > 12 THEN 600 ELSE 0 END)::text FROM generate_series(1, 99) g"),
            tag,
            null,
            stop.Token);
        await UntilActiveAsync(database.Owner, ApplicationName.For(tag), expected: 1);
        await Task.Delay(300, Token);

        await stop.CancelAsync();
        var result = await run;

        Assert.Equal(0, await ActiveAsync(database.Owner, ApplicationName.For(tag)));
        Assert.Contains("the server confirmed", result.Interruption?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Stopped_LeavesTheConnectionUsable()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var single = NpgsqlDataSource.Create(database.ReaderConnectionString + ";Maximum Pool Size=1;Timeout=5");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            harness.Executor.RunAsync(single, ExecutorHarness.Approve("SELECT pg_sleep(60)"), ExecutorHarness.Tag, null, stop.Token));

        var result = await harness.Executor.RunAsync(single, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token);

        Assert.Equal(1, result.RowCount);
    }

    [Fact]
    public async Task RunAsync_ServerEndsTheConnectionHalfWay_FailsAsUnreachableAndTheNextRunWorks()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        var run = harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT pg_sleep(60)"), new RunTag("tester", "gone"), null, Token);
        await UntilActiveAsync(database.Owner, "nlsql/tester/gone", expected: 1);

        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nlsql/tester/gone'");
        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => run);

        Assert.Equal(FailureTypes.DatabaseUnreachable, error.Failure.Type);
        Assert.True(error.Failure.IsTransient);
        Assert.Equal(1, (await harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token)).RowCount);
    }

    /// <summary>The server has the same SQLSTATE for this as for its time limit, and names the difference in a language of its own.</summary>
    [Fact]
    public async Task RunAsync_CancelledByAnAdministrator_IsNotCalledTheTimeLimit()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        var tag = new RunTag("tester", "dba");
        var run = harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT pg_sleep(60)"), tag, null, Token);
        await UntilActiveAsync(database.Owner, ApplicationName.For(tag), expected: 1);

        await database.ExecuteAsync($"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '{ApplicationName.For(tag)}'");
        var error = await Assert.ThrowsAsync<PipelineFailureException>(() => run);

        Assert.Equal(FailureTypes.StatementCancelled, error.Failure.Type);
        Assert.Contains("pg_cancel_backend", error.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("57014", error.Failure.SqlState);
    }

    [Fact]
    public async Task RunAsync_OverTheTimeLimit_NamesTheLimitAndItsSetting()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        using var harness = new ExecutorHarness(new ExecutionOptions { StatementTimeoutMs = 250 });

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() =>
            harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT pg_sleep(60)"), ExecutorHarness.Tag, null, Token));

        Assert.Equal(FailureTypes.StatementTimeout, error.Failure.Type);
        Assert.Contains("0.25 s", error.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("STATEMENT_TIMEOUT_MS", error.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PooledConnectionsDiedWhileIdle_TriesOnceAfresh()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token);
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nlsql_reader' AND datname = current_database()");

        var result = await harness.Executor.RunAsync(database.Reader, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token);

        Assert.Equal(1, result.RowCount);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_FailsAsUnreachable()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Password=y;Database=z;Timeout=2");

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() =>
            harness.Executor.RunAsync(nowhere, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token));

        Assert.Equal(FailureTypes.DatabaseUnreachable, error.Failure.Type);
    }

    [Fact]
    public async Task RunAsync_WrongPassword_FailsAsUnauthorized()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var wrong = NpgsqlDataSource.Create(database.ReaderConnectionString.Replace(database.ReaderPassword, "wrong", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<PipelineFailureException>(() =>
            harness.Executor.RunAsync(wrong, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token));

        Assert.Equal(FailureTypes.DatabaseUnauthorized, error.Failure.Type);
        Assert.DoesNotContain("wrong", error.Failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private static void Stop(long rows, CancellationTokenSource stop)
    {
        if (rows >= 1000)
        {
            stop.Cancel();
        }
    }

    private static async Task<long> ActiveAsync(NpgsqlDataSource owner, string name)
    {
        await using var command = owner.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{name}' AND state = 'active'");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task UntilActiveAsync(NpgsqlDataSource owner, string name, long expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await ActiveAsync(owner, name) != expected)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private sealed class CallbackProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
