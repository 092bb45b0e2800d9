using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Model;

/// <summary>Pairs that nobody can judge just now, and pairs that are too many to judge.</summary>
public sealed class MemoryObstacleTests(PostgresFixture postgres) : RememberingProduct(postgres)
{
    private const string Asked = "How many ferries are there?";
    private const string Ferries = "SELECT count(*) FROM ferries";

    private readonly CrowdedGuard guard = new();
    private readonly ConcurrentQueue<string> planned = new();

    /// <summary>What somebody else holds against one's own answer is no answer while one's own cannot be judged.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Draft_OwnPairCannotBeJudgedNow_IsNotAnsweredByAnothersPair(bool isLocked)
    {
        await StartAsync(Counted, ("LOCK_TIMEOUT_MS", "50"));
        await KeepAsync(Asked, Ferries, "bob");
        await KeepAsync(Asked, "SELECT count(*) AS ferries FROM boats", "ada", isShared: true);

        guard.Crowded = isLocked ? null : Ferries;
        await using (isLocked ? await LockAsync("ferries") : null)
        {
            Assert.Equal("model:scripted", (await DraftAsync(Asked, "bob")).Draft.Generator);
            Assert.DoesNotContain("AS ferries", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        }

        guard.Crowded = null;
        var (draft, _) = await DraftAsync(Asked, "bob");
        Assert.Equal(("memory", Ferries), (draft.Generator, draft.Sql!.ReplaceLineEndings(" ")));
    }

    [Fact]
    public async Task List_GuardIsBusy_IsAnObstacleAndNoFault()
    {
        await StartAsync(Counted);
        await KeepAsync(Asked, Ferries, "ada");
        guard.Crowded = Ferries;

        var listed = Assert.Single(await Book.ListAsync("ada", Token));

        Assert.Null(listed.Fault);
        Assert.Equal(CrowdedGuard.Busy.Message, listed.Obstacle);
    }

    /// <summary>Between the guard's two looks at it, too.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Approve_GuardIsBusy_SaysThatAndNotThatTheSqlIsWrong(int looks)
    {
        await StartAsync(Counted);
        (guard.Crowded, guard.Looks) = (Ferries, looks);

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => Book.ApproveAsync(Asked, Ferries, false, "ada", Token));

        Assert.Equal((FailureTypes.SqlGuardBusy, true), (failure.Failure.Type, failure.Failure.IsTransient));
    }

    [Fact]
    public async Task List_ManyPairsOfALockedTable_WaitsForAFewAndStillTellsWhatIsKnown()
    {
        await StartAsync(Counted, ("LOCK_TIMEOUT_MS", "50"));
        await KeepAsync("How many boats are there?", Drafted, "ada");
        await KeepAsync("Which boats are gone?", "DELETE FROM boats", "ada");
        await Book.ListAsync("ada", Token);
        for (var i = 0; i < 8; i++)
        {
            await KeepAsync($"Is there a ferry {i}?", Numbered(Ferries + " WHERE id = {0}", i), "ada");
        }

        planned.Clear();
        await using var locked = await LockAsync("ferries");
        var listed = await Book.ListAsync("ada", Token);

        Assert.Equal(PairMemory.MostUnjudged, planned.Count);
        var ferries = listed.Where(kept => kept.Pair.Sql.StartsWith(Ferries, StringComparison.Ordinal)).ToList();
        Assert.All(ferries, kept => Assert.Null(kept.Fault));
        Assert.Equal(PairMemory.MostUnjudged, ferries.Count(kept => kept.Obstacle!.Contains("lock", StringComparison.Ordinal)));
        Assert.Equal(8 - PairMemory.MostUnjudged, ferries.Count(kept => kept.Obstacle!.StartsWith("The planner was not asked", StringComparison.Ordinal)));
        var others = listed.Except(ferries).ToList();
        Assert.All(others, kept => Assert.Null(kept.Obstacle));
        Assert.Equal(["DELETE FROM boats"], others.Where(kept => kept.Fault is not null).Select(kept => kept.Pair.Sql));
    }

    [Fact]
    public async Task List_ManyPairsThatTheReaderMayNotRead_AreEachToldSo()
    {
        await StartAsync(Counted);
        for (var i = 0; i < PairMemory.MostUnjudged + 2; i++)
        {
            await KeepAsync($"Is there a ferry {i}?", Numbered(Ferries + " WHERE id = {0}", i), "ada");
        }

        await Database.ExecuteAsync($"REVOKE SELECT ON ferries FROM {TestDatabase.ReaderName}");
        var listed = await Book.ListAsync("ada", Token);

        Assert.Equal(PairMemory.MostUnjudged + 2, listed.Count);
        Assert.All(listed, kept => Assert.Contains("permission denied", kept.Obstacle, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Draft_ManyPairsThatAreNoExamples_CostsNoRoundTrip()
    {
        await StartAsync(Counted);
        for (var i = 0; i < 2 * PairMemory.MostPlanned; i++)
        {
            await KeepAsync($"Which skipper sails the large boat {i}?", Numbered("SELECT id FROM skippers WHERE email = 'a{0}@example.org'", i), "ada");
        }

        await DraftAsync("Which skipper sails the large boat now?", "ada");

        Assert.Empty(planned);
    }

    [Fact]
    public async Task Draft_ManyPairsThatNobodyJudged_JudgesAFewAndTheNextOnesLater()
    {
        await StartAsync(Counted);
        var count = PairMemory.MostPlanned + 3;
        for (var i = 0; i < count; i++)
        {
            await KeepAsync($"Which large boat is number {i}?", Numbered("SELECT gone FROM boats WHERE id = {0}", i), "ada");
        }

        await DraftAsync("Which large boat is number one now?", "ada");
        Assert.Equal(PairMemory.MostPlanned, planned.Count);
        await DraftAsync("Which large boat is number one now?", "ada", fresh: true);
        Assert.Equal(count, planned.Distinct().Count());
        Assert.Equal(count, planned.Count);
    }

    private static string Numbered(string sql, int number) => string.Format(CultureInfo.InvariantCulture, sql, number);

    /// <summary>The product's own guard and planner, with a crowd before the one, and a count of what the memory asks of the other.</summary>
    private void Counted(IServiceCollection services)
    {
        services.AddSingleton<ISqlGuard>(guard);
        var executor = services.Last(service => service.ServiceType == typeof(IQueryExecutor)).ImplementationFactory!;
        services.AddSingleton<IQueryExecutor>(provider => new CountingExecutor((IQueryExecutor)executor(provider), planned));
    }

    /// <summary>Finds no room for one statement, as on a busy machine.</summary>
    private sealed class CrowdedGuard : ISqlGuard
    {
        private readonly SqlGuard real = new();
        private int looks;

        public static GuardRefusal Busy { get; } = StatementReader.Busy();

        public string? Crowded { get; set; }

        /// <summary>How often it is looked at before the crowd comes.</summary>
        public int Looks { get => looks; set => looks = value; }

        public GuardVerdict Check(string sql, GuardScope scope) =>
            sql == Crowded && Interlocked.Decrement(ref looks) < 0 ? Busy : real.Check(sql, scope);
    }

    private sealed class CountingExecutor(IQueryExecutor real, ConcurrentQueue<string> planned) : IQueryExecutor
    {
        public Task<PlanEstimate> EstimateAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken)
        {
            if (tag.Turn == "memory")
            {
                planned.Enqueue(sql.Text);
            }

            return real.EstimateAsync(dataSource, sql, tag, cancellationToken);
        }

        public Task<StoredResult> RunAsync(
            NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IProgress<long>? progress, CancellationToken cancellationToken) =>
                real.RunAsync(dataSource, sql, tag, progress, cancellationToken);

        public Task<ExportSummary> ExportAsync(NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, IRowSink sink, CancellationToken cancellationToken) =>
            real.ExportAsync(dataSource, sql, tag, sink, cancellationToken);
    }
}
