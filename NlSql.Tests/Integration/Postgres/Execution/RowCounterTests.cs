using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class RowCounterTests(PostgresFixture postgres)
{
    private const string Tables = "CREATE TABLE t AS SELECT g FROM generate_series(1, 100) g; GRANT SELECT ON t TO nlsql_reader; ANALYZE";

    /// <summary>Takes far longer than any test.</summary>
    private const string Endless = "SELECT count(*) FROM generate_series(1, 2000000000) a, generate_series(1, 2000000000) b";

    [Fact]
    public async Task Count_WhileRowsAreAdded_SeesOneSnapshot()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var counts = Enumerable.Repeat(ExecutorHarness.Approve("SELECT count(*) FROM t"), 3).ToList();
        List<long?> told = [];

        await Counter().CountAsync(database.Reader, counts[0], counts, ExecutorHarness.Tag, Tell, TestContext.Current.CancellationToken);

        Assert.Equal([100, 100, 100], told);

        void Tell(int place, long? rows)
        {
            told.Add(rows);
            using var insert = database.Owner.CreateCommand("INSERT INTO t VALUES (0)");
            insert.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task Count_AboveTheCeiling_IsLeftOutAndTheNextIsCounted()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        List<ApprovedSql> counts = [ExecutorHarness.Approve("SELECT count(*) FROM t a, t b, t c"), ExecutorHarness.Approve("SELECT count(*) FROM t")];
        List<long?> told = [];

        await Counter(new ExecutionOptions { MaxPlanCost = 1000 })
            .CountAsync(database.Reader, counts[0], counts, ExecutorHarness.Tag, (_, rows) => told.Add(rows), TestContext.Current.CancellationToken);

        Assert.Equal([null, 100], told);
    }

    [Fact]
    public async Task Count_Writing_IsRefusedByTheServer()
    {
        await using var database = await postgres.CreateAsync(Tables + "; GRANT INSERT ON t TO nlsql_reader", TestContext.Current.CancellationToken);
        var write = ExecutorHarness.Approve("WITH w AS (INSERT INTO t VALUES (7) RETURNING 1) SELECT count(*) FROM w");

        var failed = await Assert.ThrowsAsync<PipelineFailureException>(() =>
            Counter().CountAsync(database.Reader, write, [write], ExecutorHarness.Tag, (_, _) => { }, TestContext.Current.CancellationToken));

        Assert.Equal("25006", failed.Failure.SqlState);
    }

    [Fact]
    public async Task Count_TooSlow_NamesTheTimeout()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var slow = ExecutorHarness.Approve(Endless);

        var counter = Counter(new ExecutionOptions { StatementTimeoutMs = 100, MaxPlanCost = double.MaxValue });
        var failed = await Assert.ThrowsAsync<PipelineFailureException>(() => counter
            .CountAsync(database.Reader, slow, [slow], ExecutorHarness.Tag, (_, _) => { }, TestContext.Current.CancellationToken));

        Assert.Equal(FailureTypes.StatementTimeout, failed.Failure.Type);
    }

    /// <summary>No step takes too long, and all of them do: one snapshot is held for that long.</summary>
    [Fact]
    public async Task Count_StepsTogetherTooSlow_EndsAfterTwiceTheTimeOfOne()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        var clock = new ManualClock();
        List<ApprovedSql> counts = [.. Enumerable.Repeat(ExecutorHarness.Approve("SELECT count(*) FROM t"), 2), ExecutorHarness.Approve(Endless)];
        List<long?> told = [];

        var counter = Counter(new ExecutionOptions { StatementTimeoutMs = 60_000, MaxPlanCost = double.MaxValue }, clock);
        var failed = await Assert.ThrowsAsync<PipelineFailureException>(() => counter
            .CountAsync(database.Reader, counts[0], counts, ExecutorHarness.Tag, Tell, TestContext.Current.CancellationToken));

        Assert.Equal([100, 100], told);
        Assert.Equal(FailureTypes.StatementTimeout, failed.Failure.Type);
        Assert.Contains("together took longer than 120 s", failed.Failure.Message, StringComparison.Ordinal);

        void Tell(int place, long? rows)
        {
            told.Add(rows);
            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Count_Cancelled_ReachesTheServer()
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        List<ApprovedSql> counts = [ExecutorHarness.Approve("SELECT count(*) FROM t"), ExecutorHarness.Approve(Endless)];
        var first = new TaskCompletionSource();

        var counting = Counter(new ExecutionOptions { MaxPlanCost = double.MaxValue })
            .CountAsync(database.Reader, counts[0], counts, ExecutorHarness.Tag, (_, _) => first.TrySetResult(), stop.Token);
        await first.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        long running;
        do
        {
            await using var command = database.Owner.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
                + "AND query LIKE '%generate_series(1, 2000000000)%' AND pid <> pg_backend_pid()");
            running = (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
        while (running > 0);
    }

    private static NpgsqlRowCounter Counter(ExecutionOptions? options = null, TimeProvider? time = null) => new(
        Options.Create(options ?? new ExecutionOptions()),
        new SessionClock(TimeProvider.System),
        time ?? TimeProvider.System,
        NullLogger<NpgsqlRowCounter>.Instance);
}
