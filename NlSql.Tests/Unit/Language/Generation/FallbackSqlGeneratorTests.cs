using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

public sealed class FallbackSqlGeneratorTests
{
    [Fact]
    public async Task GenerateAsync_ModelAnswers_StreamsItsSqlAndNamesIt()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT count(*)\nFROM crm.customers;"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        Assert.Equal("SELECT count(*)\nFROM crm.customers", outcome.Draft.Sql);
        Assert.Equal("SELECT count(*)\nFROM crm.customers;\n", outcome.Tokens);
        Assert.Equal("model:scripted", outcome.Draft.Generator);
        Assert.Empty(outcome.Draft.Notes);
        Assert.Equal(0, harness.BuiltIn.Calls);
    }

    [Fact]
    public async Task GenerateAsync_ConnectionRefused_BuiltInWritesAndSaysSo()
    {
        using var address = ScriptedModel.Refusing();
        await using var harness = new ModelHarness(address.Url, ("LLM_RETRIES", "0"));

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.StartsWith("Model unreachable, written by the built-in translator", Assert.Single(outcome.Draft.Notes), StringComparison.Ordinal);
        Assert.Equal(outcome.Draft.Notes, outcome.Notes);
    }

    public static TheoryData<ScriptedModelAnswer, string> Failures() => new()
    {
        { ScriptedModelAnswer.Unauthorized, "Model refused the key" },
        { ScriptedModelAnswer.RateLimited(60), "Model has too many requests" },
        { ScriptedModelAnswer.ServerError, "Model unreachable" },
        { new ScriptedModelAnswer.Status(404), "Model unreachable" },
        { new ScriptedModelAnswer.Status(302, Location: "http://127.0.0.1:1/"), "Model unreachable" },
        { new ScriptedModelAnswer.Garbage(), "Model's answer unusable" },
        { new ScriptedModelAnswer.Garbage("data: {\"nonsense\": [1,2\n\n"), "Model's answer unusable" },
        {
            new ScriptedModelAnswer.Garbage(
                """{"id":"c","choices":[{"index":0,"text":"SELECT 1","finish_reason":"stop"}]}""", "application/json"),
            "Model's answer unusable"
        },
        { new ScriptedModelAnswer.Text("I like trains."), "Model's answer unusable" },
        { new ScriptedModelAnswer.Text(""), "Model's answer unusable" },
        { new ScriptedModelAnswer.Text("```sql\nSELECT a, b,", FinishReason: "length"), "Model's answer unusable" },
        { new ScriptedModelAnswer.HalfStream("```sql\nSELECT count(*) FR"), "Model unreachable" },
        { new ScriptedModelAnswer.HalfStream("```sql\nSELECT count(*) FR", Reset: true), "Model unreachable" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task GenerateAsync_ModelFails_BuiltInWritesAndSaysWhy(ScriptedModelAnswer answer, string note)
    {
        await using var model = await ScriptedModel.StartAsync(answer);
        await using var harness = new ModelHarness(model.Url, ("LLM_RETRIES", "0"));

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.StartsWith(note + ", written by the built-in translator", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "LLM_FIRST_TOKEN_TIMEOUT_MS", "did not begin to answer within 0.3 s")]
    [InlineData("```sql\nSELECT count(*)\nFROM", "LLM_TIMEOUT_MS", "did not finish its answer within 0.3 s")]
    public async Task GenerateAsync_ModelHangs_BuiltInWritesAfterTheTimeLimit(string before, string limit, string message)
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Hang(before));
        await using var harness = new ModelHarness(model.Url, (limit, "300"));

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.StartsWith("Model too slow, written by the built-in translator", Assert.Single(outcome.Notes), StringComparison.Ordinal);
        Assert.Contains(message, outcome.Notes[0], StringComparison.Ordinal);

        // On a busy machine the limit may pass before the request arrives; it must not be repeated.
        Assert.True(model.Requests.Count <= 1);
    }

    [Fact]
    public async Task GenerateAsync_NoModelConfigured_BuiltInWritesWithoutNote()
    {
        await using var harness = new ModelHarness(modelUrl: null);

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.Empty(outcome.Notes);
    }

    [Theory]
    [InlineData("MODEL_TYPE", "MODEL_PATH is not set")]
    [InlineData("LLM_MODEL_NAME", "LLM_API_URL says where")]
    [InlineData("LLM_API_KEY", "LLM_API_URL says where")]
    public async Task GenerateAsync_SettingOfAModelThatIsNowhere_SaysThatItIsNotUsed(string key, string why)
    {
        await using var harness = new ModelHarness(modelUrl: null, (key, "qwen2"));

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many customers?"));

        var note = Assert.Single(outcome.Draft.Notes);
        Assert.StartsWith($"{key} is set and not used", note, StringComparison.Ordinal);
        Assert.Contains(why, note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_ModelDeclines_IsAnAnswerAndNoFailure()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("cannot answer: there is no weather in this database"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("Will it rain?"));

        Assert.Equal("there is no weather in this database", outcome.Draft.Declined?.Reason);
        Assert.Equal("model:scripted", outcome.Draft.Generator);
        Assert.Equal(0, harness.BuiltIn.Calls);
    }

    [Fact]
    public async Task GenerateAsync_CallerCancels_ThrowsAndAsksNobodyElse()
    {
        using var cancellation = new CancellationTokenSource();
        await using var model = await ScriptedModel.StartAsync(_ =>
        {
            cancellation.CancelAfter(50);
            return new ScriptedModelAnswer.Hang();
        });
        await using var harness = new ModelHarness(model.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => harness.GenerateAsync(ModelHarness.Ask("How many customers?"), cancellation.Token));

        Assert.Equal(0, harness.BuiltIn.Calls);
    }

    [Fact]
    public void NoteFor_UnknownSuccessor_NamesIt() => Assert.Equal(
        "Model unreachable, written by model:other. It is down.",
        FallbackSqlGenerator.NoteFor(new PipelineFailure(FailureParty.Model, FailureTypes.ModelUnreachable, "It is down."), "model:other"));
}
