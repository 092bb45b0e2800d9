using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Integration.Model;

/// <summary>Several drafts of one question, tried on a real database, with a scripted model behind real HTTP.</summary>
public sealed class VotingTests(PostgresFixture postgres) : IDisposable
{
    private const string Schema = """
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, berths int NOT NULL);
        INSERT INTO boats SELECT n, 'b' || n, n % 4 FROM generate_series(1, 40) AS n;
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private const string Odd = "SELECT count(*) FROM boats WHERE berths > 100";
    private const string Right = "SELECT count(*) FROM boats";
    private const string AlsoRight = "SELECT count(b.id) AS n FROM boats b";

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-votes-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_TwoOfThreeGiveTheSameRows_TakesTheirsAndSaysSo()
    {
        var (draft, model) = await DraftAsync("3", Odd, Right, AlsoRight);

        Assert.Equal(Right, Bare(draft.Sql));
        Assert.Equal(new Agreement(2, 3), draft.Agreement);
        const string Words = "2 of 3 drafts that were tried give these 1 row of 1 column; 1 gives 1 row";
        Assert.Contains(draft.Notes, note => note.StartsWith(Words, StringComparison.Ordinal));
        Assert.Equal(3, draft.Work!.Calls);
        Assert.Equal([0, 0.7, 0.7], model.Select(request => Math.Round(request.Body.GetProperty("temperature").GetDouble(), 3)));
        Assert.Equal([1, 2], model.Skip(1).Select(request => request.Body.GetProperty("seed").GetInt32()));
        Assert.False(model[0].Body.TryGetProperty("seed", out _));
    }

    [Fact]
    public async Task Draft_FirstTwoAgree_AsksNoThird()
    {
        var (draft, model) = await DraftAsync("3", Right, AlsoRight, Odd);

        Assert.Equal((Right, 2), (Bare(draft.Sql), model.Count));
        Assert.Equal(new Agreement(2, 2), draft.Agreement);
    }

    [Fact]
    public async Task Draft_DraftsThatCannotBeTried_HaveNoVote()
    {
        var (draft, _) = await DraftAsync("3", "SELECT 1 / (id - id) FROM boats", "SELECT a.id FROM boats a, boats b, boats c, boats d", Odd);

        Assert.Equal(Odd, Bare(draft.Sql));
        Assert.Equal(new Agreement(1, 1), draft.Agreement);
    }

    [Fact]
    public async Task Draft_AllDiffer_TakesTheFirst()
    {
        var (draft, _) = await DraftAsync("3", Odd, Right, "SELECT title FROM boats WHERE id = 3");

        Assert.Equal(Odd, Bare(draft.Sql));
        Assert.Equal(new Agreement(1, 3), draft.Agreement);
    }

    [Fact]
    public async Task Draft_TranslatorGivesTheModelsRows_DecidesAfterOneCall()
    {
        var (draft, model) = await DraftAsync("3", translator: true, AlsoRight, Odd);

        Assert.Equal(("SELECT count(b.id) AS n FROM boats AS b", "model:scripted", 1), (Bare(draft.Sql), draft.Generator, model.Count));
        Assert.Equal(new Agreement(2, 2) { Translator = true }, draft.Agreement);
        Assert.Contains("2 drafts were tried and give the same rows, the built-in translator's among them.", draft.Notes);
    }

    [Fact]
    public async Task Draft_TranslatorDisagreesWithTheModel_TheNextDraftDecides()
    {
        var (draft, model) = await DraftAsync("3", translator: true, Odd, Right);

        Assert.Equal((Right, "model:scripted", 2), (Bare(draft.Sql), draft.Generator, model.Count));
        Assert.Equal(new Agreement(2, 3) { Translator = true }, draft.Agreement);
        const string Words = "the built-in translator's among them; 1 gives 1 row of 1 column, with \"WHERE berths > 100\".";
        Assert.Contains(draft.Notes, note => note.EndsWith(Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_ModelAgreesWithItselfAgainstTheTranslator_SaysSo()
    {
        var (draft, _) = await DraftAsync("3", translator: true, Odd, Odd);

        Assert.Equal(Odd, Bare(draft.Sql));
        Assert.Equal(new Agreement(2, 3) { Translator = false }, draft.Agreement);
        Assert.Contains(draft.Notes, note => note.Contains("1 gives 1 row of 1 column (the built-in translator's), with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_ModelAndTranslatorDifferAfterADraftThatFailed_TakesTheModels()
    {
        var (draft, _) = await DraftAsync("3", translator: true, "SELECT 1 / (id - id) FROM boats", Odd);

        Assert.Equal((Odd, "model:scripted"), (Bare(draft.Sql), draft.Generator));
        Assert.Equal(new Agreement(1, 2) { Translator = false }, draft.Agreement);
        Assert.Contains(draft.Notes, note => note.StartsWith("1 of 2 drafts that were tried gives these 1 row of 1 column; 1 gives", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_Tried_IsAuditedUnderTheAskersName()
    {
        await using var model = await ScriptedModel.StartAsync([.. ((string[])[Odd, Right, AlsoRight]).Select(ScriptedModelAnswer.Sql)]);
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, model, "3");
        var request = new DraftRequest("How many boats?") { Analyst = "ana", Origin = TurnOrigin.Api, TurnId = "t1" };

        var steps = await services.GetRequiredService<IQuestionPipeline>().DraftAsync(request, Token).ToListAsync(Token);

        var lines = services.GetRequiredService<AuditTrail>().Read(since: null).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["probed", "probed", "probed", "drafted"], lines.Select(line => line.GetProperty("action").GetString()));
        Assert.All(lines, line => Assert.Equal(("ana", "api", "t1"), (Text(line, "analyst"), Text(line, "origin"), Text(line, "turn"))));
        Assert.All(lines, line => Assert.Equal(steps.OfType<TurnOpened>().Single().ConversationId, Text(line, "conversation")));
        Assert.Equal([Odd, Right, AlsoRight], lines.Take(3).Select(line => Bare(Text(line, "sql"))));

        static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Draft_NoRoomAtTheDatabase_WaitsWithTheTrialForSome()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql(Right), ScriptedModelAnswer.Sql(AlsoRight));
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, model, "3");
        var queue = services.GetRequiredService<StatementQueues>().Runs;
        var rooms = await TakeAllAsync(queue);
        var drafting = services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest("How many boats?") { Record = false }, Token)
            .ToListAsync(Token).AsTask();
        while (queue.Length == 0 && !drafting.IsCompleted)
        {
            await Task.Yield();
        }

        Assert.False(drafting.IsCompleted);
        rooms.ForEach(room => room.Dispose());
        Assert.Equal(new Agreement(2, 2), Assert.Single((await drafting).OfType<DraftWritten>()).Draft.Agreement);
    }

    /// <summary>The drafts after it would wait as long, each asked for with a call of the model.</summary>
    [Theory]
    [InlineData("30000")] // The five seconds of a trial end first.
    [InlineData("1000")] // The queue's patience ends first: busy.
    public async Task Draft_NoRoomComesFree_EndsTheVoteWithTheFirstDraft(string queueWait)
    {
        await using var model = await ScriptedModel.StartAsync([.. ((string[])[Odd, Right, AlsoRight, Right, Right]).Select(ScriptedModelAnswer.Sql)]);
        await using var database = await postgres.CreateAsync(Schema, Token);
        var clock = new ManualClock();
        await using var services = Start(database, model, "5", clock, queueWait);
        var queue = services.GetRequiredService<StatementQueues>().Runs;
        await TakeAllAsync(queue);

        var drafting = services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest("How many boats?") { Record = false }, Token)
            .ToListAsync(Token).AsTask();
        while (!drafting.IsCompleted)
        {
            if (queue.Length > 0)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        var draft = Assert.Single((await drafting).OfType<DraftWritten>()).Draft;
        Assert.Equal((Odd, null), (Bare(draft.Sql), draft.Agreement));
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Draft_WithoutVotes_TriesNothing()
    {
        var (draft, model) = await DraftAsync("0", Odd, Right, AlsoRight);

        Assert.Equal((Odd, 1, null), (Bare(draft.Sql), model.Count, draft.Agreement));
    }

    [Fact]
    public async Task Draft_FirstIsDeclined_IsNotVotedOn()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("cannot answer: there is no weather here."));
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, model, "5");

        var steps = await services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest("Rain?") { Record = false }, Token).ToListAsync(Token);

        Assert.NotNull(Assert.Single(steps.OfType<DraftWritten>()).Draft.Declined);
        Assert.Single(model.Requests);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<List<IDisposable>> TakeAllAsync(StatementQueue queue)
    {
        using var oneMore = new CancellationTokenSource();
        List<IDisposable> rooms = [];
        var entering = queue.EnterAsync("bob", null, oneMore.Token);
        for (; entering.IsCompleted; entering = queue.EnterAsync("bob", null, oneMore.Token))
        {
            rooms.Add(await entering);
        }

        await oneMore.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);
        return rooms;
    }

    private static string Bare(string? sql) => string.Join(' ', sql!.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private Task<(SqlDraft Draft, IReadOnlyList<ScriptedModelRequest> Asked)> DraftAsync(string votes, params string[] answers) =>
        DraftAsync(votes, translator: false, answers);

    private async Task<(SqlDraft Draft, IReadOnlyList<ScriptedModelRequest> Asked)> DraftAsync(string votes, bool translator, params string[] answers)
    {
        await using var model = await ScriptedModel.StartAsync([.. answers.Select(ScriptedModelAnswer.Sql)]);
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var services = Start(database, model, votes, translator: translator);
        var request = new DraftRequest("How many boats?") { Record = false };
        var steps = await services.GetRequiredService<IQuestionPipeline>().DraftAsync(request, Token).ToListAsync(Token);
        return (Assert.Single(steps.OfType<DraftWritten>()).Draft, model.Requests);
    }

    /// <summary>By a clock that stands, so that no trial takes too long on a machine that is busy.</summary>
    private ServiceProvider Start(
        TestDatabase database, ScriptedModel model, string votes, ManualClock? clock = null, string queueWait = "30000", bool translator = false) =>
        ProductServices.Start(
            new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal)
            {
                ["LLM_API_URL"] = model.Url.ToString(),
                ["LLM_MODEL_NAME"] = "scripted",
                ["LLM_VOTES"] = votes,
                ["LLM_VOTES_BUILT_IN"] = translator ? "true" : "false",
                ["QUEUE_WAIT_MS"] = queueWait,
            },
            folder,
            services => services.AddSingleton<TimeProvider>(clock ?? new ManualClock()));
}
