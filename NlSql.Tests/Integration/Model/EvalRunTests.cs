using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>Runs of an evaluation on a real database with a scripted model behind real HTTP.</summary>
public sealed class EvalRunTests(PostgresFixture postgres) : IDisposable
{
    private const string Schema = """
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, berths int NOT NULL);
        INSERT INTO boats VALUES (1, 'Tern', 4), (2, 'Gannet', 6), (3, 'Skua', 6);
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-eval-run-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_EachWayToBeWrong_IsNamed()
    {
        await using var model = await ScriptedModel.StartAsync(request => Question(request) switch
        {
            "right" => new ScriptedModelAnswer.PlainJson("```sql\nSELECT title FROM boats\n```"),
            "mended" => ScriptedModelAnswer.Sql("SELECT titel FROM boats"),
            "repaired" when !request.Prompt.Contains("would not run", StringComparison.Ordinal) => ScriptedModelAnswer.Sql("SELECT nonsense FROM boats"),
            "repaired" => ScriptedModelAnswer.Sql("SELECT title FROM public.boats"),
            "fewer" => ScriptedModelAnswer.Sql("SELECT title FROM boats WHERE berths = 6"),
            "nothing" => ScriptedModelAnswer.Sql("SELECT title FROM boats WHERE title = 'x'"),
            "writes" => ScriptedModelAnswer.Sql("DELETE FROM boats"),
            "asks" => new ScriptedModelAnswer.Text("question back: Which?\n- This one?\n- That one?\n"),
            _ => new ScriptedModelAnswer.Text("cannot answer: there is nothing of it here."),
        });
        await using var database = await postgres.CreateAsync(Schema, Token);
        string[] names = ["right", "mended", "repaired", "fewer", "nothing", "writes", "asks", "declined"];
        List<EvalCase> cases = [.. names.Select(name => new EvalCase { Id = name, Question = name, GoldSql = ["SELECT title FROM boats"] })];
        cases.Add(new EvalCase { Id = "weather", Question = "weather", Answerable = false });
        cases.Add(new EvalCase { Id = "no gold", Question = "right", GoldSql = ["SELECT nothing FROM nowhere"] });

        var outcomes = (await RunAsync(database, model, cases, GeneratorChoice.Model)).ToDictionary(outcome => outcome.Id, StringComparer.Ordinal);

        Assert.Equal((EvalVerdict.Exact, null, 11, 7), (Verdict("right"), Fault("right"), outcomes["right"].PromptTokens, outcomes["right"].AnswerTokens));
        Assert.Equal(EvalVerdict.Exact, Verdict("mended"));
        Assert.Single(outcomes["mended"].Mended);
        Assert.Equal((EvalVerdict.Exact, 1, 2), (Verdict("repaired"), outcomes["repaired"].Repairs, outcomes["repaired"].ModelCalls));
        Assert.Equal((EvalVerdict.Wrong, "too-few-rows"), (Verdict("fewer"), Fault("fewer")));
        Assert.Equal((EvalVerdict.Wrong, "no-rows"), (Verdict("nothing"), Fault("nothing")));
        Assert.Equal((EvalVerdict.Refused, "refused:not-a-query"), (Verdict("writes"), Fault("writes")));
        Assert.Equal((EvalVerdict.Abstained, "asked-back"), (Verdict("asks"), Fault("asks")));
        Assert.Equal((EvalVerdict.Abstained, "declined"), (Verdict("declined"), Fault("declined")));
        Assert.Equal((EvalVerdict.DeclinedRightly, null), (Verdict("weather"), Fault("weather")));
        Assert.Equal(EvalVerdict.GoldFailed, Verdict("no gold"));

        EvalVerdict Verdict(string id) => outcomes[id].Verdict;
        string? Fault(string id) => outcomes[id].Fault;
    }

    [Fact]
    public async Task Run_PlainPrompt_HasTheWholeSchemaAndNothingOfOurs()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT titel FROM boats"));
        await using var database = await postgres.CreateAsync(Schema, Token);
        EvalCase[] cases = [new() { Id = "1", Question = "Which boats?", GoldSql = ["SELECT title FROM boats"] }];

        var plain = Assert.Single(await RunAsync(database, model, cases, GeneratorChoice.Plain));
        var mended = Assert.Single(await RunAsync(database, model, cases, GeneratorChoice.PlainMended));

        Assert.Equal((EvalVerdict.Error, "unknown-column"), (plain.Verdict, plain.Fault));
        Assert.Equal(EvalVerdict.Exact, mended.Verdict);
        Assert.Equal(2, model.Requests.Count);
        Assert.StartsWith("CREATE TABLE boats (\n  id int", model.Requests[0].Prompt, StringComparison.Ordinal);
        Assert.EndsWith("Question: Which boats?", model.Requests[0].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("<data", model.Requests[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CaseThatFollowsAnother_GetsTheSqlThatWasDraftedForIt()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT title FROM boats"));
        await using var database = await postgres.CreateAsync(Schema, Token);
        EvalCase[] cases =
        [
            new() { Id = "1", Question = "Which boats?", GoldSql = ["SELECT title FROM boats"] },
            new() { Id = "2", Question = "And of those?", GoldSql = ["SELECT title FROM boats"], Follows = "1" },
        ];

        await RunAsync(database, model, cases, GeneratorChoice.Model);

        Assert.Contains("Question: Which boats?\nSQL: SELECT title FROM boats", model.Requests[1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutcomesThatAreKnown_AreNotAskedAgain()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT title FROM boats"));
        await using var database = await postgres.CreateAsync(Schema, Token);
        EvalCase[] cases =
        [
            new() { Id = "1", Question = "Which boats?", GoldSql = ["SELECT title FROM boats"] },
            new() { Id = "2", Question = "What boats?", GoldSql = ["SELECT title FROM boats"] },
        ];
        EvalOutcome known = new("1", null, null, EvalVerdict.Wrong, "SELECT 1", "x", null, 1, 1, null);

        var outcomes = await RunAsync(database, model, cases, GeneratorChoice.Model, known);

        Assert.Equal([EvalVerdict.Wrong, EvalVerdict.Exact], outcomes.Select(outcome => outcome.Verdict));
        Assert.Single(model.Requests);
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(1, 1)]
    public async Task Draft_TablesAtMost_AreFoundAndNoMore(int most, int found)
    {
        const string Another = "CREATE TABLE harbours (id int PRIMARY KEY); GRANT SELECT ON harbours TO nlsql_reader;";
        await using var database = await postgres.CreateAsync(Schema + Another, Token);
        await using var services = ProductServices.Start(database.Settings, folder);
        var request = new DraftRequest("boats and harbours") { Record = false, Limits = new RetrievalLimits(most) };

        var steps = await services.GetRequiredService<IQuestionPipeline>().DraftAsync(request, Token).ToListAsync(Token);

        Assert.Equal(found, steps.OfType<SchemaFound>().Single().Schema.Tables.Count);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Question(ScriptedModelRequest request)
    {
        var lines = request.Prompt.Split('\n');
        return lines[Array.LastIndexOf(lines, "# Question") + 2];
    }

    private async Task<IReadOnlyList<EvalOutcome>> RunAsync(
        TestDatabase database, ScriptedModel model, IReadOnlyList<EvalCase> cases, string generator, params EvalOutcome[] known)
    {
        var settings = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal)
        {
            ["LLM_API_URL"] = model.Url.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
        };
        await using var services = ProductServices.Start(settings, folder);
        return await services.GetRequiredService<EvalRun>().RunAsync(
            cases,
            new EvalSettings(AnswerAlways: false, Parallelism: 1, TimeSpan.FromMinutes(1)) { Generator = generator, Known = known },
            null,
            Token);
    }
}
