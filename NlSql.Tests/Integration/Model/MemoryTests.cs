using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>What people put right, kept and used again, on a real database with a scripted model behind real HTTP.</summary>
public sealed class MemoryTests(PostgresFixture postgres) : RememberingProduct(postgres)
{
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
        var prompt = Model.Requests[^1].Prompt;
        await DraftAsync("How many large boats are there in Kiel?", "bob");

        Assert.Contains($"Question: How many large boats are there?\nSQL: {Corrected}", prompt, StringComparison.Ordinal);
        var before = prompt[..prompt.IndexOf("Question: How many large boats are there?\n", StringComparison.Ordinal)];
        Assert.Matches("<data id=\"[0-9a-f]+\">\n$", before);
        Assert.DoesNotContain(Corrected, Model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_PairWithAStoredValue_GoesWithoutItWhereTheModelSeesTheSchemaOnly()
    {
        await StartAsync();
        await Book.ApproveAsync("Which large boats lie at home?", "SELECT title FROM boats WHERE harbour = 'Husum'", false, "ada", Token);

        await DraftAsync("Which large boats lie at home now?", "ada");

        Assert.Contains("Question: Which large boats lie at home?", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Husum", Model.Requests[^1].Prompt, StringComparison.Ordinal);
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

        Assert.Contains("Question: Which large boats lie at home?", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.Equal(isShown, Model.Requests[^1].Prompt.Contains("Zeppelin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT id FROM skippers WHERE email = 'ada@example.org'")]
    [InlineData("SELECT title FROM boats WHERE id IN (SELECT s.id FROM (SELECT id, email FROM skippers) s WHERE s.id > 77)")]
    public async Task Draft_PairThatTouchesAPersonalColumn_AnswersItsQuestionButIsNoExample(string sql)
    {
        await StartAsync(("MODEL_SEES", "rows"));
        await Book.ApproveAsync("Which skipper sails the large boat?", sql, false, "ada", Token);

        await DraftAsync("Which skipper sails the large boat now?", "ada");

        Assert.DoesNotContain("Question: Which skipper sails the large boat?", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.Equal("memory", (await DraftAsync("Which skipper sails the large boat?", "ada")).Draft.Generator);
    }

    /// <summary>With RUN_AS the planner is asked in the name of whoever asks: the owner's rights serve nobody else.</summary>
    [Fact]
    public async Task Draft_SharedPairUnderRoles_IsJudgedByTheRightsOfWhoAsks()
    {
        await StartAsync(("RUN_AS", "role"));
        string ada = $"ada_{Database.Name}", bob = $"bob_{Database.Name}";
        await Database.ExecuteAsync($"""
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
        await KeepAsync("How many ferries are there?", "SELECT count(*) FROM ferries", "ada", isShared: true);
        await using (await LockAsync("ferries"))
        {
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
        await using (var alter = Database.Owner.CreateCommand("ALTER TABLE boats RENAME COLUMN berths TO beds"))
        {
            await alter.ExecuteNonQueryAsync(Token);
        }

        await Services.GetRequiredService<IAnalyticsDatabases>().Default.RefreshAsync(forceRebuild: false, Token);
        var again = await DraftAsync("How many large boats are there?", "ada");

        Assert.Equal("model:scripted", again.Draft.Generator);
        Assert.DoesNotContain(Corrected, Model.Requests[^1].Prompt, StringComparison.Ordinal);
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
}
