using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>What the estimate says is read, against what the server counts when it really runs.</summary>
public sealed class EstimateTests(EstimateDatabase database) : IClassFixture<EstimateDatabase>, IDisposable
{
    private const string Parallel = "-c min_parallel_table_scan_size=0 -c min_parallel_index_scan_size=0 -c parallel_setup_cost=0 "
        + "-c parallel_tuple_cost=0 -c max_parallel_workers_per_gather=2 ";
    private const string NoParallelHash = Parallel + "-c enable_parallel_hash=off";
    private const string OneWorker = "-c debug_parallel_query=on -c max_parallel_workers_per_gather=2";
    private const string LoopsOnly = "-c enable_hashjoin=off -c enable_mergejoin=off -c enable_memoize=off ";
    private const string Loops = LoopsOnly + "-c max_parallel_workers_per_gather=0 ";
    private const string IndexOnly = Loops + "-c enable_seqscan=off -c enable_bitmapscan=off";
    private const string Plain = "-c max_parallel_workers_per_gather=0 ";

    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Within a fifth, which the planner's own figures allow here: the tables are analyzed and their values lie evenly.</summary>
    [Theory]
    [InlineData(Plain, "SELECT count(*) FROM big")]
    [InlineData(Plain, "SELECT count(*) FROM big WHERE note LIKE '%zzz%'")]
    [InlineData(Plain, "SELECT count(*) FROM big WHERE id % 7 = 3")]
    [InlineData(Plain, "SELECT * FROM big ORDER BY note")]
    [InlineData(Plain, "SELECT * FROM big")]
    [InlineData(Plain, "SELECT b.note, s.grp FROM big b JOIN small s ON s.id = b.grp WHERE b.note LIKE '%9%'")]
    [InlineData(Plain, "SELECT count(*) FROM parted WHERE id % 7 = 3")]
    [InlineData(Plain, "SELECT count(*) FROM parted WHERE day >= '2025-02-01' AND id % 7 = 3")]
    [InlineData(Plain, "SELECT count(*) FROM (SELECT id FROM big UNION ALL SELECT id FROM small) u WHERE id % 7 = 3")]
    [InlineData(Plain, "WITH s AS MATERIALIZED (SELECT grp, count(*) AS n FROM big GROUP BY grp) SELECT * FROM s a JOIN s b USING (n) WHERE a.grp < 3")]
    [InlineData(Plain, "SELECT count(*) FROM big WHERE grp NOT IN (SELECT id FROM small WHERE id % 2 = 0)")]
    [InlineData(Plain, "SELECT id, (SELECT count(*) FROM small s WHERE s.grp % 50 = b.id) FROM small b WHERE id <= 40")]
    [InlineData(Plain + "-c enable_seqscan=off", "SELECT count(note) FROM big WHERE grp = 7 AND note LIKE '%1%'")]
    [InlineData(Plain + "-c enable_seqscan=off", "SELECT count(note) FROM big WHERE (grp = 7 OR grp = 9) AND note LIKE '%1%'")]
    [InlineData(Parallel, "SELECT count(*) FROM big")]
    [InlineData(Parallel, "SELECT count(*) FROM big WHERE note LIKE '%zzz%'")]
    [InlineData(NoParallelHash, "SELECT count(*) FROM big b JOIN small s ON s.id = b.grp WHERE b.note LIKE '%9%' AND s.grp < 50")]
    [InlineData(Parallel, "SELECT count(*) FROM parted WHERE id % 7 = 3")]
    [InlineData(OneWorker, "SELECT count(*) FROM small WHERE grp % 7 = 3")]
    [InlineData(Loops, "SELECT count(b.note) FROM small s JOIN big b ON b.id = s.id WHERE s.grp < 50")]
    [InlineData(Loops, "SELECT count(*) FROM small s JOIN small t ON t.grp = s.grp + s.id WHERE s.id % 10 = 3")]
    [InlineData(Parallel + LoopsOnly, "SELECT count(b.note) FROM small s JOIN big b ON b.id = s.id")]
    public async Task EstimateAsync_Scan_SaysTheRowsThatAreRead(string settings, string sql)
    {
        await using var source = database.With(settings);

        var estimate = await harness.Executor.EstimateAsync(source, ExecutorHarness.Approve(sql), ExecutorHarness.Tag, Token);
        var actual = await EstimateDatabase.ReadAsync(source, sql);

        var read = estimate.Tables.Sum(scan => scan.Rows);
        Assert.True(actual > 0 && read / actual is > 0.8 and < 1.25, $"said {read:N0}, read {actual:N0}: {string.Join(", ", estimate.Tables)}");
    }

    /// <summary>What the planner does not say is called a guess, and is nearer than the rows that leave the scan.</summary>
    [Theory]
    [InlineData(IndexOnly, "SELECT count(note) FROM big WHERE id BETWEEN 1 AND 20000 AND note LIKE '%zzz%'")]
    [InlineData(IndexOnly, "SELECT count(note) FROM big WHERE grp BETWEEN 10 AND 12 AND note LIKE '%zzz%'")]
    [InlineData(IndexOnly, "SELECT count(note) FROM scattered WHERE place BETWEEN 100 AND 400 AND note LIKE '%zzz%'")]
    [InlineData(IndexOnly, "SELECT count(b.note) FROM small s JOIN big b ON b.grp = s.id AND b.note LIKE '%zzz%' WHERE s.id <= 500")]
    [InlineData(Plain, "SELECT count(*) FROM fresh WHERE grp % 7 = 3")]
    [InlineData(Plain + "-c enable_hashjoin=off -c enable_mergejoin=off", "SELECT count(b.note) FROM big a JOIN big b ON b.id = a.grp WHERE a.id <= 5000")]
    public async Task EstimateAsync_PlannerDoesNotSay_IsCalledAGuess(string settings, string sql)
    {
        Assert.SkipWhen(database.Version < 14 && sql.Contains("big a JOIN big b", StringComparison.Ordinal), "PostgreSQL 13 keeps no rows of inner loops.");
        await using var source = database.With(settings);

        var estimate = await harness.Executor.EstimateAsync(source, ExecutorHarness.Approve(sql), ExecutorHarness.Tag, Token);
        var actual = await EstimateDatabase.ReadAsync(source, sql);

        var read = estimate.Tables.Sum(scan => scan.Rows);
        Assert.Contains(estimate.Tables, scan => scan.IsGuess);
        Assert.True(read / actual is > 0.4 and < 2.5, $"said {read:N0}, read {actual:N0}: {string.Join(", ", estimate.Tables)}");
    }

    [Fact]
    public async Task EstimateAsync_PlainScan_IsNoGuess()
    {
        await using var source = database.With(Plain);

        var estimate = await harness.Executor.EstimateAsync(
            source, ExecutorHarness.Approve("SELECT count(*) FROM big WHERE note LIKE '%zzz%'"), ExecutorHarness.Tag, Token);

        var scan = Assert.Single(estimate.Tables);
        Assert.Equal(("big", false), (scan.Relation, scan.IsGuess));
    }

    /// <summary>The subquery's plan hangs below our LIMIT as well, before that of the rows. The planner takes a third for what it cannot know.</summary>
    [Fact]
    public async Task EstimateAsync_ScalarSubquery_SaysTheRowsOfTheStatementNotOfTheSubquery()
    {
        await using var source = database.With(Plain);

        var all = await harness.Executor.EstimateAsync(source, ExecutorHarness.Approve("SELECT * FROM big"), ExecutorHarness.Tag, Token);
        var some = await harness.Executor.EstimateAsync(
            source, ExecutorHarness.Approve("SELECT * FROM big WHERE id > (SELECT avg(id) FROM big)"), ExecutorHarness.Tag, Token);

        Assert.InRange(some.Rows, all.Rows / 4, all.Rows / 2);
    }

    public void Dispose() => harness.Dispose();
}
