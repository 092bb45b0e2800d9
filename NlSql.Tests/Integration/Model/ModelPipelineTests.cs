using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Turns;
using FixedDatabase = NlSql.Tests.Fakes.Pages.FixedDatabase;

namespace NlSql.Tests.Integration.Model;

/// <summary>The whole pipeline on the demo database with a scripted model behind real HTTP.</summary>
public sealed class ModelPipelineTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const string OrdersByStatus = "SELECT status, count(*) AS number_of_orders FROM sales.orders GROUP BY status ORDER BY 2 DESC";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nlsql-model-tests-");
    private ServiceProvider? services;

    [Fact]
    public async Task DraftAndRun_ModelWritesSqlAndAnalysis_AnswerNamesTheModel()
    {
        await using var model = await ScriptedModel.StartAsync(request => request.Prompt.Contains("You are a data analyst", StringComparison.Ordinal)
            ? new ScriptedModelAnswer.Text("**Most orders are delivered.** There were 987,654,321 of them.")
            : ScriptedModelAnswer.Sql(OrdersByStatus));
        var pipeline = await StartAsync(model.Url, ("MODEL_SEES", "rows"));

        var draft = await ListAsync(pipeline.DraftAsync(new DraftRequest("How many orders are there by status?") { Record = false }, default));
        var run =
            await ListAsync(pipeline.RunAsync(new RunRequest(OrdersByStatus) { Question = "How many orders are there by status?", Record = false }, default));

        Assert.Equal("model:scripted", Assert.Single(draft.OfType<DraftWritten>()).Draft.Generator);
        Assert.Equal(OrdersByStatus, string.Concat(draft.OfType<SqlTokenWritten>().Select(token => token.Text)).Trim());
        Assert.IsType<WaitingForReview>(draft[^1]);
        Assert.Contains("sales.orders", model.Requests[0].Prompt, StringComparison.Ordinal);
        Assert.Equal(ChartKind.Bar, Assert.Single(run.OfType<ChartChosen>()).Chart?.Kind);
        var analysis = Assert.Single(run.OfType<AnalysisReady>()).Analysis;
        Assert.Equal("model:scripted", analysis.Writer);
        Assert.Equal(["987,654,321"], analysis.UntracedNumbers);
    }

    [Fact]
    public async Task Run_PersonalColumnsInTheResult_NoRowLeavesForTheModel()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("never"));
        var pipeline = await StartAsync(model.Url, ("MODEL_SEES", "rows"));

        var run = await ListAsync(pipeline.RunAsync(
            new RunRequest("SELECT * FROM sales.customer_contacts LIMIT 5") { Question = "Show five of them", Record = false },
            default));

        Assert.Empty(model.Requests);
        var analysis = Assert.Single(run.OfType<AnalysisReady>()).Analysis;
        Assert.Equal("built-in", analysis.Writer);
        Assert.Contains(analysis.Notes, note => note.Contains("personal data of sales.customer_contacts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_ModelWritesADelete_IsRefusedByTheGuard()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("DELETE FROM sales.orders"));
        var pipeline = await StartAsync(model.Url);

        var draft = await ListAsync(pipeline.DraftAsync(new DraftRequest("Remove all orders") { Record = false }, default));

        Assert.IsType<GuardRefusal>(Assert.Single(draft.OfType<VerdictGiven>()).Verdict);
        Assert.Equal(FailureTypes.SqlRefused, Assert.IsType<TurnFailed>(draft[^1]).Failure.Type);
    }

    [Fact]
    public async Task Draft_ModelIsDown_BuiltInTranslatorWritesAndSaysSo()
    {
        using var address = ScriptedModel.Refusing();
        var pipeline = await StartAsync(address.Url, ("LLM_RETRIES", "0"));

        var draft = await ListAsync(pipeline.DraftAsync(new DraftRequest("How many customers are there?") { Record = false }, default));

        var written = Assert.Single(draft.OfType<DraftWritten>()).Draft;
        Assert.Equal("built-in", written.Generator);
        Assert.StartsWith("Model unreachable, written by the built-in translator", Assert.Single(written.Notes), StringComparison.Ordinal);
        Assert.Equal(written.Notes, draft.OfType<GeneratorNoted>().Select(note => note.Text));
        Assert.IsType<WaitingForReview>(draft[^1]);
    }

    [Fact]
    public async Task Draft_ModelAsksBack_EndsWithItsQuestion()
    {
        await using var model =
            await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("question back: Which revenue?\n- Gross revenue by month?\n- Net revenue by month?"));
        var pipeline = await StartAsync(model.Url);

        var draft = await ListAsync(pipeline.DraftAsync(new DraftRequest("Revenue by month?") { Record = false }, default));

        var failure = Assert.IsType<TurnFailed>(draft[^1]).Failure;
        Assert.Equal((FailureTypes.ClarificationNeeded, "Which revenue?"), (failure.Type, failure.Message));
    }

    /// <summary>The page's own way: it stores the turn first, then has it drafted by its id.</summary>
    [Fact]
    public async Task Page_QuestionAskedAgain_IsServedFromTheCacheUntilAPersonAsksAfresh()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql(OrdersByStatus), ScriptedModelAnswer.Sql("SELECT 7 AS seven"));
        var pipeline = await StartAsync(model.Url);
        var store = services!.GetRequiredService<IConversationStore>();
        using var live = new LiveTurns(pipeline, store, new RandomIdentifiers(), TimeProvider.System, NullLogger<LiveTurns>.Instance);

        var first = await AskAsync(_ => Task.CompletedTask);
        var again = await AskAsync(_ => Task.CompletedTask);
        Assert.Equal(TurnStatus.WaitingForReview, again.Status);
        Assert.Equal(("model:scripted", first.Sql), (again.Draft?.Generator, again.Sql));
        Assert.Single(model.Requests);

        var afresh = await AskAsync(page => page.RetryAsync(page.Turns[0]));
        Assert.Contains("seven", afresh.Sql, StringComparison.Ordinal);
        Assert.Equal(2, model.Requests.Count);

        async Task<TurnView> AskAsync(Func<ConversationState, Task> then)
        {
            using var page = new ConversationState(
                live,
                store,
                new UnsavedEdits(),
                new CircuitPresence(),
                new RandomIdentifiers(),
                new LocalAnalyst(),
                new ConnectedDatabase(new FixedDatabase()),
                TimeProvider.System);
            await page.AskAsync("How many orders are there by status?", TestContext.Current.CancellationToken);
            await EndAsync(page);
            await then(page);
            await EndAsync(page);
            return page.Turns[0].View;
        }

        Task EndAsync(ConversationState page) => live.Find(page.Turns[0].View.Id)?.Completion ?? Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task<IQuestionPipeline> StartAsync(Uri model, params (string Key, string Value)[] settings)
    {
        var demo = await postgres.DemoAsync();
        var values = new Dictionary<string, string?>(demo.Settings)
        {
            ["LLM_API_URL"] = model.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
            ["DATA_PATH"] = Path.Combine(folder.FullName, "data"),
            ["CACHE_PATH"] = Path.Combine(folder.FullName, "cache"),
            ["FAISS_INDEX_PATH"] = Path.Combine(folder.FullName, "index"),
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddNlSql(configuration).BuildServiceProvider();
        return services.GetRequiredService<IQuestionPipeline>();
    }

    private static async Task<IReadOnlyList<PipelineEvent>> ListAsync(IAsyncEnumerable<PipelineEvent> events)
    {
        List<PipelineEvent> list = [];
        await foreach (var item in events)
        {
            list.Add(item);
        }

        return list;
    }
}
