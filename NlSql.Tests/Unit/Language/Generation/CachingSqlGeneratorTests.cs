using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Language.Generation;

public sealed class CachingSqlGeneratorTests
{
    [Fact]
    public async Task GenerateAsync_SameQuestionAgain_AsksTheGeneratorOnce()
    {
        await using var harness = new ModelHarness(modelUrl: null);

        var first = await harness.GenerateAsync(ModelHarness.Ask("How many?"));
        var second = await harness.GenerateAsync(ModelHarness.Ask("  How many? "));

        Assert.Equal(1, harness.BuiltIn.Calls);
        Assert.Equal(first.Draft.Sql, second.Draft.Sql);
        Assert.Equal("SELECT 1", second.Tokens);
    }

    [Fact]
    public async Task GenerateAsync_AnythingElseDiffers_AsksAgain()
    {
        await using var harness = new ModelHarness(modelUrl: null);
        var request = ModelHarness.Ask("How many?");
        GenerationRequest[] others =
        [
            request,
            request with { Question = "How much?" },
            request with { Instructions = "net" },
            request with { AnswerAlways = true },
            request with { Catalog = request.Catalog with { Hash = "other" } },
            request with { Catalog = request.Catalog with { ReadAt = request.Catalog.ReadAt.AddMinutes(1) } },
            request with { History = [new PriorTurn("a", "b")] },
            request with { Schema = request.Schema with { Tables = [.. request.Schema.Tables.Reverse()] } },
            request with { Schema = request.Schema with { Columns = [] } },
            request with { Schema = request.Schema with { Joins = [] } },
            request with { Schema = request.Schema with { ValueLinks = [Link("paid")] } },
            request with { Schema = request.Schema with { ValueLinks = [Link("open")] } },
        ];

        foreach (var other in others)
        {
            await harness.GenerateAsync(other);
        }

        Assert.Equal(others.Length, harness.BuiltIn.Calls);
    }

    /// <summary>"Yesterday" is another day tomorrow; the day is that of the sessions' zone.</summary>
    [Fact]
    public async Task GenerateAsync_AnotherDay_AsksAgain()
    {
        var time = new ManualClock();
        var counting = new ModelHarness.CountingGenerator();
        var generator = new CachingSqlGenerator(counting, 8, new SessionClock(time, "Pacific/Auckland"));
        foreach (var hour in (int[])[0, 0, 2]) // 22:30 there, and half past midnight; one day in UTC.
        {
            time.Advance(TimeSpan.FromHours(hour));
            await foreach (var unused in generator.GenerateAsync(ModelHarness.Ask("orders of yesterday"), TestContext.Current.CancellationToken))
            {
            }
        }

        Assert.Equal(2, counting.Calls);
    }

    [Fact]
    public async Task GenerateAsync_Fresh_AsksAgainAndIsKeptInsteadOfTheOldDraft()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1"), ScriptedModelAnswer.Sql("SELECT 2"));
        await using var harness = new ModelHarness(model.Url);
        await harness.GenerateAsync(ModelHarness.Ask("a"));

        var fresh = await harness.GenerateAsync(ModelHarness.Ask("a") with { Fresh = true });
        var kept = await harness.GenerateAsync(ModelHarness.Ask("a"));

        Assert.Equal(("SELECT 2", "SELECT 2"), (fresh.Draft.Sql, kept.Draft.Sql));
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task GenerateAsync_BeyondCapacity_ForgetsTheLeastRecentlyUsed()
    {
        await using var harness = new ModelHarness(modelUrl: null, ("CACHE_SIZE", "2"));

        foreach (var question in (string[])["a", "b", "a", "c", "a", "b"])
        {
            await harness.GenerateAsync(ModelHarness.Ask(question));
        }

        Assert.Equal(4, harness.BuiltIn.Calls);
    }

    [Fact]
    public async Task GenerateAsync_CacheSizeZero_KeepsNothing()
    {
        await using var harness = new ModelHarness(modelUrl: null, ("CACHE_SIZE", "0"));

        await harness.GenerateAsync(ModelHarness.Ask("a"));
        await harness.GenerateAsync(ModelHarness.Ask("a"));

        Assert.Equal(2, harness.BuiltIn.Calls);
    }

    [Fact]
    public async Task GenerateAsync_FallbackDraft_IsForgottenWhenTheModelIsBack()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Unauthorized, ScriptedModelAnswer.Sql("SELECT 2"));
        await using var harness = new ModelHarness(model.Url);

        var down = await harness.GenerateAsync(ModelHarness.Ask("a"));
        var back = await harness.GenerateAsync(ModelHarness.Ask("a"));
        var cached = await harness.GenerateAsync(ModelHarness.Ask("a"));

        Assert.Equal(new string?[] { "SELECT 1", "SELECT 2", "SELECT 2" }, new[] { down.Draft.Sql, back.Draft.Sql, cached.Draft.Sql });
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task GenerateAsync_Decline_IsNotKept()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("cannot answer: no"));
        await using var harness = new ModelHarness(model.Url);

        await harness.GenerateAsync(ModelHarness.Ask("a"));
        await harness.GenerateAsync(ModelHarness.Ask("a"));

        Assert.Equal(2, model.Requests.Count);
    }

    private static ValueLink Link(string value) => new(value, 0, value.Length, new("sales", "orders"), "status", value, null, 1);
}
