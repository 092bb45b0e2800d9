using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>What a model is told of a conversation in which memory answered before.</summary>
public sealed class MemoryFollowUpTests(PostgresFixture postgres) : RememberingProduct(postgres)
{
    private const string Asked = "Which skipper sails the large boat?";
    private const string Personal = "SELECT id FROM skippers WHERE email = 'ada@example.org'";

    [Theory]
    [InlineData(Personal)]
    [InlineData("SELECT title FROM boats WHERE title <> 'ada@example.org' AND id IN (SELECT s.id FROM (SELECT id, email FROM skippers) s)")]
    public async Task Draft_AfterAPairThatTouchesAPersonalColumn_TellsTheModelTheQuestionOnly(string sql)
    {
        await StartAsync(("MODEL_SEES", "rows"));
        await Book.ApproveAsync(Asked, sql, true, "ada", Token);
        var (draft, turn) = await DraftAsync(Asked, "bob");

        await DraftAsync("and by harbour?", "bob", conversation: turn.ConversationId);

        Assert.Equal("memory", draft.Generator);
        Assert.Contains($"Question: {Asked}\nSQL: (left out)", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", Model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    /// <summary>What was not touched of the pair's statement is still its owner's.</summary>
    [Fact]
    public async Task Draft_AfterAnEditOfSuchAPair_TellsTheModelTheQuestionOnly()
    {
        await StartAsync(("MODEL_SEES", "rows"));
        await Book.ApproveAsync(Asked, Personal, true, "ada", Token);
        var (_, turn) = await DraftAsync(Asked, "bob");
        await RunAsync(Personal + " OR id = 7", turn.TurnId, "bob");

        await DraftAsync("and by harbour?", "bob", conversation: turn.ConversationId);

        Assert.Contains($"Question: {Asked}\nSQL: (left out)", Model.Requests[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", Model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_AfterAPairOfPlainColumns_TellsTheModelItsStatement()
    {
        await StartAsync(("MODEL_SEES", "samples"));
        await Book.ApproveAsync("Which boats lie at home?", "SELECT title FROM boats WHERE title = 'Zeppelin'", true, "ada", Token);
        var (draft, turn) = await DraftAsync("Which boats lie at home?", "bob");

        await DraftAsync("and by harbour?", "bob", conversation: turn.ConversationId);

        Assert.Equal("memory", draft.Generator);
        Assert.Contains("'Zeppelin'", Model.Requests[^1].Prompt, StringComparison.Ordinal);
    }

    /// <summary>Whoever types a value into a conversation's statement sends it, from samples on.</summary>
    [Fact]
    public async Task Draft_AfterAStatementOfOnesOwn_TellsTheModelWhatWasTyped()
    {
        await StartAsync(("MODEL_SEES", "samples"));
        var (_, turn) = await DraftAsync(Asked, "bob");
        await RunAsync(Personal, turn.TurnId, "bob");

        await DraftAsync("and by harbour?", "bob", conversation: turn.ConversationId);

        Assert.Contains("ada@example.org", Model.Requests[^1].Prompt, StringComparison.Ordinal);
    }
}
