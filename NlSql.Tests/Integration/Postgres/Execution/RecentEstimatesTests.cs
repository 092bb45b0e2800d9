using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class RecentEstimatesTests(PostgresFixture postgres) : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EstimateAsync_AskedAgain_AsksTheServerOnceUntilTimeHasPassed()
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE t (id int); GRANT SELECT ON t TO nlsql_reader", Token);
        var clock = new TwoClocks();
        var estimates = new RecentEstimates(harness.Executor, Options.Create(new ExecutionOptions()), clock);
        var sql = ExecutorHarness.Approve("SELECT id FROM t");
        var first = await estimates.EstimateAsync(database.Reader, sql, ExecutorHarness.Tag, Token);

        // Whoever asks the server again is told that there is no such table.
        await database.ExecuteAsync("DROP TABLE t");
        Assert.Same(first, await estimates.EstimateAsync(database.Reader, sql, ExecutorHarness.Tag, Token));
        await Assert.ThrowsAsync<PipelineFailureException>(() => estimates.EstimateAsync(
            database.Reader,
            ExecutorHarness.Approve("SELECT id FROM t", "public"),
            ExecutorHarness.Tag,
            Token));

        clock.Monotonic += RecentEstimates.Lifetime;
        await Assert.ThrowsAsync<PipelineFailureException>(() => estimates.EstimateAsync(database.Reader, sql, ExecutorHarness.Tag, Token));
    }

    /// <summary>Where the database knows who asks, what it lets one plan says nothing of another.</summary>
    [Theory]
    [InlineData("off", true)]
    [InlineData("setting", false)]
    [InlineData("role", false)]
    public async Task EstimateAsync_AnotherAnalyst_IsAskedForAnewWhereTheDatabaseDecides(string kind, bool isShared)
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE t (id int); GRANT SELECT ON t TO nlsql_reader", Token);
        var estimates = new RecentEstimates(harness.Executor, Options.Create(new ExecutionOptions { RunAs = kind }), new TwoClocks());
        var sql = ExecutorHarness.Approve("SELECT id FROM t");
        var first = await estimates.EstimateAsync(database.Reader, sql, new RunTag("ada", "t"), Token);

        Assert.Same(first, await estimates.EstimateAsync(database.Reader, sql, new RunTag("ada", "t"), Token));
        Assert.Equal(isShared, ReferenceEquals(first, await estimates.EstimateAsync(database.Reader, sql, new RunTag("bob", "t"), Token)));
    }

    public void Dispose() => harness.Dispose();
}
