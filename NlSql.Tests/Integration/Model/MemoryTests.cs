using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Memory;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>What people put right, kept and used again, on a real database with a scripted model behind real HTTP.</summary>
public sealed class MemoryTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, harbour text NOT NULL, berths int NOT NULL);
        INSERT INTO boats SELECT n, 'b' || n, CASE n % 3 WHEN 0 THEN 'Husum' ELSE 'Kiel' END, n FROM generate_series(1, 60) AS n;
        CREATE TABLE ferries (id int PRIMARY KEY); CREATE TABLE skippers (id int PRIMARY KEY, email text);
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private const string Drafted = "SELECT count(*) FROM boats";
    private const string Corrected = "SELECT count(*) AS large_boats FROM boats WHERE berths >= 6";

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-memory-").FullName;
    private TestDatabase? database;
    private ScriptedModel? model;
    private ServiceProvider? services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IQuestionPipeline Pipeline => services!.GetRequiredService<IQuestionPipeline>();

    private PairBook Book => services!.GetRequiredService<PairBook>();

    [Fact]
    public async Task Draft_QuestionThatWasCorrectedAndRun_IsAnsweredByTheCorrection()
    {
        await StartAsync();
        await CorrectAsync("How many large boats are there?", "ada");

        var again = await DraftAsync("how many  large boats are there", "ada");
        var others = await DraftAsync("How many large boats are there?", "bob");
        var fresh = await DraftAsync("How many large boats are there?", "ada", fresh: true);

        Assert.Equal(("memory", Corrected), (again.Draft.Generator, again.Draft.Sql!.ReplaceLineEndings(" ")));
        Assert.Contains("You corrected", Assert.Single(again.Draft.Notes), StringComparison.Ordinal);
        Assert.Equal("model:scripted", others.Draft.Generator);
        Assert.Equal("model:scripted", fresh.Draft.Generator);
    }

    [Fact]
    public async Task Draft_SimilarQuestion_ShowsTheModelThePairAsData()
    {
        await StartAsync();
        await CorrectAsync("How many large boats are there?", "ada");

        await DraftAsync("How many large boats are there in Husum?", "ada");
        var prompt = model!.Requests[^1].Prompt;
        await DraftAsync("How many large boats are there in Kiel?", "bob");

        Assert.Contains($"Question: How many large boats are there?\nSQL: {Corrected}", prompt, StringComparison.Ordinal);
        var before = prompt[..prompt.IndexOf("Question: How many large boats are there?\n", StringComparison.Ordinal)];
        Assert.Matches("<data id=\"[0-9a-f]+\">\n$", before);
        Assert.DoesNotContain(Corrected, model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_PairWithAStoredValue_GoesWithoutItWhereTheModelSeesTheSchemaOnly()
    {
        await StartAsync();
        await Book.ApproveAsync("Which large boats lie at home?", "SELECT title FROM boats WHERE harbour = 'Husum'", false, "ada", Token);

        await DraftAsync("Which large boats lie at home now?", "ada");

        Assert.Contains("Question: Which large boats lie at home?", model!.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Husum", model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    /// <summary>As the repair of an empty result writes one: NlSql has sampled no such value, and nobody asked for it.</summary>
    [Theory]
    [InlineData("schema", false)]
    [InlineData("samples", true)]
    public async Task Draft_PairWithAValueThatIsNoSample_GoesWithoutItAsWell(string sees, bool isShown)
    {
        await StartAsync(("MODEL_SEES", sees));
        await Book.ApproveAsync("Which large boats lie at home?", "SELECT title FROM boats WHERE title = 'Zeppelin'", false, "ada", Token);

        await DraftAsync("Which large boats lie at home now?", "ada");

        Assert.Contains("Question: Which large boats lie at home?", model!.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.Equal(isShown, model.Requests[^1].Prompt.Contains("Zeppelin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT id FROM skippers WHERE email = 'ada@example.org'")]
    [InlineData("SELECT title FROM boats WHERE id IN (SELECT s.id FROM (SELECT id, email FROM skippers) s WHERE s.id > 77)")]
    public async Task Draft_PairThatTouchesAPersonalColumn_AnswersItsQuestionButIsNoExample(string sql)
    {
        await StartAsync(("MODEL_SEES", "rows"));
        await Book.ApproveAsync("Which skipper sails the large boat?", sql, false, "ada", Token);

        await DraftAsync("Which skipper sails the large boat now?", "ada");

        Assert.DoesNotContain("Question: Which skipper sails the large boat?", model!.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.Equal("memory", (await DraftAsync("Which skipper sails the large boat?", "ada")).Draft.Generator);
    }

    /// <summary>With RUN_AS the planner is asked in the name of whoever asks: the owner's rights serve nobody else.</summary>
    [Fact]
    public async Task Draft_SharedPairUnderRoles_IsJudgedByTheRightsOfWhoAsks()
    {
        await StartAsync(("RUN_AS", "role"));
        string ada = $"ada_{database!.Name}", bob = $"bob_{database.Name}";
        await database.ExecuteAsync($"""
            CREATE ROLE "{ada}" NOLOGIN; CREATE ROLE "{bob}" NOLOGIN; GRANT "{ada}", "{bob}" TO {TestDatabase.ReaderName};
            GRANT SELECT ON boats, ferries TO "{ada}"; GRANT SELECT ON boats TO "{bob}"
            """);
        await Book.ApproveAsync("How many ferries are there?", "SELECT count(*) FROM ferries", true, ada, Token);

        Assert.Equal("memory", (await DraftAsync("How many ferries are there?", ada)).Draft.Generator);
        Assert.Equal("model:scripted", (await DraftAsync("How many ferries are there?", bob)).Draft.Generator);
        var (own, others) = (Assert.Single(await Book.ListAsync(ada, Token)), Assert.Single(await Book.ListAsync(bob, Token)));
        Assert.Equal((null, null), (own.Fault, own.Obstacle));
        Assert.Null(others.Fault);
        Assert.Contains("permission denied", others.Obstacle, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Draft_PairWhoseTableIsLocked_IsPassedOverUntilItIsFreeAgain()
    {
        await StartAsync(("LOCK_TIMEOUT_MS", "50"));
        var catalog = (await services!.GetRequiredService<IAnalyticsDatabases>().Default.GetAsync(Token)).Catalog;
        var pair = new VerifiedPair(
            "", "How many ferries are there?", "SELECT count(*) FROM ferries", catalog.DatabaseId, "ada", IsShared: true, PairKind.Approved, default);
        await services!.GetRequiredService<IVerifiedPairs>().KeepAsync(pair, Token);
        await using (var connection = await database!.Owner.OpenConnectionAsync(Token))
        {
            await using var transaction = await connection.BeginTransactionAsync(Token);
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE ferries IN ACCESS EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync(Token);

            Assert.Equal("model:scripted", (await DraftAsync("How many ferries are there?", "bob")).Draft.Generator);
            var listed = Assert.Single(await Book.ListAsync("bob", Token));
            Assert.Null(listed.Fault);
            Assert.Contains("lock", listed.Obstacle, StringComparison.Ordinal);
        }

        Assert.Equal("memory", (await DraftAsync("How many ferries are there?", "bob")).Draft.Generator);
        Assert.Null(Assert.Single(await Book.ListAsync("bob", Token)).Obstacle);
    }

    [Fact]
    public async Task Draft_PairWhoseColumnIsGone_IsNotUsedAndListedWithTheReason()
    {
        await StartAsync();
        await CorrectAsync("How many large boats are there?", "ada");
        await using (var alter = database!.Owner.CreateCommand("ALTER TABLE boats RENAME COLUMN berths TO beds"))
        {
            await alter.ExecuteNonQueryAsync(Token);
        }

        await services!.GetRequiredService<IAnalyticsDatabases>().Default.RefreshAsync(forceRebuild: false, Token);
        var again = await DraftAsync("How many large boats are there?", "ada");

        Assert.Equal("model:scripted", again.Draft.Generator);
        Assert.DoesNotContain(Corrected, model!.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.Contains("berths", Assert.Single(await Book.ListAsync("ada", Token)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pairs_OfOthers_ServeOnceSharedAndAreTheirOwnersToRemove()
    {
        await StartAsync();
        var pair = await Book.ApproveAsync("How many large boats are there?", Corrected, false, "ada", Token);

        Assert.Empty(await Book.ListAsync("bob", Token));
        Assert.False(await Book.ShareAsync(pair.Id, "bob", true, Token));
        Assert.True(await Book.ShareAsync(pair.Id, "ada", true, Token));
        Assert.Equal("memory", (await DraftAsync("How many large boats are there?", "bob")).Draft.Generator);
        await Book.ApproveAsync("how many large boats are there", Drafted, false, "bob", Token);
        Assert.All(await Book.ListAsync("bob", Token), kept => Assert.Single(kept.ConflictsWith));
        Assert.False(await Book.DeleteAsync(pair.Id, "bob", Token));
        Assert.True(await Book.DeleteAsync(pair.Id, "ada", Token));
        Assert.Equal(Drafted, Assert.Single(await Book.ListAsync("bob", Token)).Pair.Sql);
    }

    [Theory]
    [InlineData("DELETE FROM boats", FailureTypes.SqlRefused)]
    [InlineData("SELECT nothing FROM boats", FailureTypes.DatabaseError)]
    [InlineData(" ", FailureTypes.SqlEmpty)]
    public async Task Approve_WhatWouldNotRun_IsRefused(string sql, string type)
    {
        await StartAsync();

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => Book.ApproveAsync("Which boats?", sql, false, "ada", Token));

        Assert.Equal(type, failure.Failure.Type);
        Assert.Empty(await Book.ListAsync("ada", Token));
    }

    [Fact]
    public async Task Memory_SwitchedOff_KeepsAndUsesNothing()
    {
        await StartAsync(("MEMORY", "off"));
        await CorrectAsync("How many large boats are there?", "ada");

        Assert.Empty(await Book.ListAsync("ada", Token));
        await Book.ApproveAsync("How many large boats are there?", Corrected, false, "ada", Token);
        Assert.Equal("model:scripted", (await DraftAsync("How many large boats are there?", "ada")).Draft.Generator);
    }

    public async ValueTask DisposeAsync()
    {
        await (services?.DisposeAsync() ?? default);
        await (model?.DisposeAsync() ?? default);
        await (database?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync(params (string Key, string Value)[] more)
    {
        model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql(Drafted));
        database = await postgres.CreateAsync(Schema, Token);
        var settings = new Dictionary<string, string?>(database.Settings, StringComparer.Ordinal)
        {
            ["LLM_API_URL"] = model.Url.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        services = ProductServices.Start(settings, folder);
    }

    /// <summary>Asks, changes the draft and runs it, as the page does.</summary>
    private async Task CorrectAsync(string question, string analyst)
    {
        var (_, turn) = await DraftAsync(question, analyst);
        var request = new RunRequest(Corrected, turn) { Analyst = analyst, Origin = TurnOrigin.Page, Analyze = false };
        var steps = await Pipeline.RunAsync(request, Token).ToListAsync(Token);
        Assert.IsType<TurnDone>(steps[^1]);
    }

    private async Task<(Core.Language.Generation.SqlDraft Draft, string Turn)> DraftAsync(string question, string analyst, bool fresh = false)
    {
        var steps = await Pipeline.DraftAsync(new DraftRequest(question) { Analyst = analyst, Fresh = fresh }, Token).ToListAsync(Token);
        Assert.IsType<WaitingForReview>(steps[^1]);
        return (Assert.Single(steps.OfType<DraftWritten>()).Draft, Assert.Single(steps.OfType<TurnOpened>()).TurnId);
    }
}
