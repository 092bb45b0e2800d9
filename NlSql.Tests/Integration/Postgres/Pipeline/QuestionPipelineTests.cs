using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>The whole line on real parts: embedder, FAISS, built-in translator, guard, PostgreSQL, SQLite.</summary>
public sealed class QuestionPipelineTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-pipeline-").FullName;
    private readonly List<ServiceProvider> providers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DraftThenRun_DemoQuestion_AnswersAndKeepsTheTurnOverARestart()
    {
        var demo = await postgres.DemoAsync();
        var first = Start(demo.Settings);

        var draft = await CollectAsync(first.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest("How many customers are there?"), Token));
        var opened = draft.OfType<TurnOpened>().Single();
        Assert.IsType<GuardApproval>(draft.OfType<VerdictGiven>().Single().Verdict);
        Assert.IsType<WaitingForReview>(draft[^1]);
        var sql = draft.OfType<DraftWritten>().Single().Draft.Sql!;

        var run = await CollectAsync(first.GetRequiredService<IQuestionPipeline>().RunAsync(new RunRequest(sql, opened.TurnId), Token));
        Assert.IsType<TurnDone>(run[^1]);
        Assert.Equal(1, run.OfType<ResultReady>().Single().Result.RowCount);

        var turn = await Start(demo.Settings).GetRequiredService<IConversationStore>().FindTurnAsync(opened.TurnId, Token);
        Assert.Equal(TurnStatus.Answered, turn!.Status);
        Assert.Equal(sql, turn.Versions[^1].Sql);
        Assert.NotNull(turn.Analysis);
    }

    [Fact]
    public async Task DraftAsync_QuestionThatIsSql_GoesStraightToTheGuard()
    {
        var demo = await postgres.DemoAsync();

        var events = await CollectAsync(Start(demo.Settings).GetRequiredService<IQuestionPipeline>()
            .DraftAsync(new DraftRequest("DELETE FROM sales.orders") { Record = false }, Token));

        Assert.DoesNotContain(events, e => e is SchemaFound);
        Assert.Null(events.OfType<DraftWritten>().Single().Draft.Confidence);
        Assert.Equal(FailureTypes.SqlRefused, Assert.IsType<TurnFailed>(events[^1]).Failure.Type);
    }

    [Theory]
    [InlineData("SELECT 1; SELECT 2", FailureTypes.SqlRefused)]
    [InlineData("SELECT FROM WHERE", FailureTypes.SqlSyntax)]
    [InlineData("DROP TABLE sales.orders", FailureTypes.SqlRefused)]
    public async Task RunAsync_RefusedSql_NeverReachesTheDatabase(string sql, string type)
    {
        var demo = await postgres.DemoAsync();

        var events = await CollectAsync(Start(demo.Settings).GetRequiredService<IQuestionPipeline>().RunAsync(new RunRequest(sql) { Record = false }, Token));

        Assert.Equal(type, Assert.IsType<TurnFailed>(events[^1]).Failure.Type);
        Assert.DoesNotContain(events, e => e is PlanEstimated);
    }

    [Fact]
    public async Task RunAsync_Expensive_StopsAtTheCeiling()
    {
        var demo = await postgres.DemoAsync();

        var events = await CollectAsync(Start(demo.Settings, ("MAX_PLAN_COST", "10")).GetRequiredService<IQuestionPipeline>()
            .RunAsync(new RunRequest("SELECT count(*) FROM sales.orders") { Record = false }, Token));

        Assert.Equal(FailureTypes.PlanTooExpensive, Assert.IsType<TurnFailed>(events[^1]).Failure.Type);
        Assert.DoesNotContain(events, e => e is ResultReady);
    }

    [Fact]
    public async Task CheckAsync_TableAdded_IsKnownWithoutARestart()
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE first (id int); GRANT SELECT ON first TO nlsql_reader", Token);
        var databases = Start(database.Settings).GetRequiredService<AnalyticsDatabases>();
        Assert.Single((await databases.Default.GetAsync(Token)).Catalog.Tables);

        await database.ExecuteAsync("CREATE TABLE second (id int, note text); GRANT SELECT ON second TO nlsql_reader");
        await databases.Opened.First().CheckAsync(Token);

        var snapshot = await databases.Default.GetAsync(Token);
        Assert.Equal(["first", "second"], snapshot.Catalog.Tables.Select(t => t.Name.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, snapshot.Scope.KnownRelations!.Count);
    }

    [Fact]
    public async Task GetAsync_WrongPassword_FailsAtOnceForEverybodyUntilThePauseIsOver()
    {
        var demo = await postgres.DemoAsync();
        var database = Start(demo.Settings, ("DB_PASS", "wrong")).GetRequiredService<IAnalyticsDatabases>().Default;

        var first = await Assert.ThrowsAsync<PipelineFailureException>(() => database.GetAsync(Token));
        var second = await Assert.ThrowsAsync<PipelineFailureException>(() => database.GetAsync(Token));

        Assert.Equal(FailureTypes.DatabaseUnauthorized, first.Failure.Type);
        Assert.Same(first.Failure, second.Failure);
        Assert.Equal(DatabasePhase.Failed, database.State.Phase);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in providers)
        {
            await provider.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<PipelineEvent>> CollectAsync(IAsyncEnumerable<PipelineEvent> events)
    {
        var all = new List<PipelineEvent>();
        await foreach (var step in events)
        {
            all.Add(step);
        }

        return all;
    }

    /// <summary>Another start over the same folders: what a restart of the program is.</summary>
    private ServiceProvider Start(IReadOnlyDictionary<string, string?> settings, params (string Key, string Value)[] more)
    {
        var all = new Dictionary<string, string?>(settings, StringComparer.Ordinal)
        {
            ["DATA_PATH"] = Path.Combine(folder, "data"),
            ["CACHE_PATH"] = Path.Combine(folder, "cache"),
            ["FAISS_INDEX_PATH"] = Path.Combine(folder, "index"),
        };
        foreach (var (key, value) in more)
        {
            all[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        var provider = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddNlSql(configuration).BuildServiceProvider();
        providers.Add(provider);
        return provider;
    }
}
