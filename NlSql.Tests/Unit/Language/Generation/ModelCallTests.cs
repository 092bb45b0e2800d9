using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>What goes over the wire to the model, and what its failures become.</summary>
public sealed class ModelCallTests
{
    private const string Secret = "sk-very-secret-0815";

    [Fact]
    public async Task Stream_Request_CarriesModelKeyTemperatureAndLimit()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url, ("LLM_API_KEY", Secret), ("LLM_MAX_TOKENS", "77"));

        await harness.GenerateAsync(ModelHarness.Ask("How many?"));

        var request = Assert.Single(model.Requests);
        Assert.Equal($"Bearer {Secret}", request.Authorization);
        Assert.Equal("scripted", request.Body.GetProperty("model").GetString());
        Assert.Equal(77, request.Body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(0, request.Body.GetProperty("temperature").GetDouble());
        Assert.True(request.IsStreamed);
        Assert.Contains("CREATE TABLE", request.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithoutKey_SendsNoAuthorization()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url, ("LLM_TEMPERATURE", ""));

        Assert.Equal("hello", (await AskAsync(harness)).Text);

        Assert.Empty(Assert.Single(model.Requests).Authorization);
        Assert.False(model.Requests[0].Body.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task Stream_Request_SaysNothingOfThisMachineAndSendsPlainText()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url);

        await AskAsync(harness);

        var request = Assert.Single(model.Requests);
        Assert.Matches(@"^NlSql/\d+\.\d+\.\d+$", request.UserAgent);
        Assert.Equal("""[{"role":"user","content":"Hello"}]""", request.Body.GetProperty("messages").GetRawText());
        Assert.False(request.Body.TryGetProperty("max_completion_tokens", out _));
    }

    [Fact]
    public async Task Stream_Any_PutsNoTextAndNoKeyIntoLogsOrTraces()
    {
        const string Question = "How much does Ada Zwinglikofer earn?";
        const string Answer = "SELECT 'Zwinglikofer'";
        var traced = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(static e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql(Answer));
        await using var harness = new ModelHarness(model.Url, ("LLM_API_KEY", Secret));

        Assert.Equal(Answer, (await harness.GenerateAsync(ModelHarness.Ask(Question))).Draft.Sql);

        // The HTTP request itself is traced: without it the listener would have proven nothing.
        Assert.Contains(traced, activity => activity.Contains("/v1/chat/completions", StringComparison.Ordinal));
        Assert.DoesNotContain(traced.Concat(harness.Log.Entries), static entry =>
            entry.Contains("Zwinglikofer", StringComparison.Ordinal) || entry.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_FailsOnceBeforeTheFirstToken_IsRepeated()
    {
        await using var model = await ScriptedModel.StartAsync(
            ScriptedModelAnswer.ServerError, ScriptedModelAnswer.RateLimited(0), new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url);

        Assert.Equal("hello", (await AskAsync(harness)).Text);
        Assert.Equal(3, model.Requests.Count);
    }

    [Fact]
    public async Task Stream_FailsMoreOftenThanItIsRepeated_SaysWhy()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.RateLimited(0));
        await using var harness = new ModelHarness(model.Url, ("LLM_RETRIES", "1"));

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Equal(FailureTypes.ModelRateLimited, failure.Type);
        Assert.Equal(2, model.Requests.Count);
        Assert.Equal(
            ["will be repeated: True", "will be repeated: False"],
            harness.Log.Entries
                .Where(static e => e.Contains(FailureTypes.ModelRateLimited, StringComparison.Ordinal))
                .Select(static e => e[e.IndexOf("will", StringComparison.Ordinal)..].Trim()));
    }

    [Fact]
    public async Task Stream_BreaksOffAfterTheFirstToken_IsNotRepeated()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.HalfStream("half of an answer"), new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url);

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Equal(FailureTypes.ModelUnreachable, failure.Type);
        Assert.Contains("broke off", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Stream_GoesOnBeyondTheTokenLimit_IsCutShort()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text(new string('x', 100_000), PieceLength: 1000));
        await using var harness = new ModelHarness(model.Url);

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Equal(FailureTypes.ModelAnswerUnusable, failure.Type);
        Assert.Contains("LLM_MAX_TOKENS", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_RetryAfterIsLong_FailsAtOnce()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.RateLimited(120));
        await using var harness = new ModelHarness(model.Url);

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Equal(FailureTypes.ModelRateLimited, failure.Type);
        Assert.Contains("120 s", failure.Message, StringComparison.Ordinal);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Stream_UnauthorizedThatEchoesTheKey_ShowsNoSecret()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Status(401, $"Incorrect key {Secret}"));
        await using var harness = new ModelHarness(model.Url, ("LLM_API_KEY", Secret));

        var exception = await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness));

        var failure = exception.Failure;
        Assert.Equal((FailureTypes.ModelUnauthorized, FailureParty.Model, false), (failure.Type, failure.Party, failure.IsTransient));
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("LLM_API_KEY", exception.Failure.Advice, StringComparison.Ordinal);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Generate_ModelFails_LogNamesTheFailureButNoSecretAndNoQuestion()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Status(401, $"Incorrect key {Secret}"));
        await using var harness = new ModelHarness(model.Url, ("LLM_API_KEY", Secret));

        await harness.GenerateAsync(ModelHarness.Ask("How much does Ada earn?"));

        Assert.Contains(harness.Log.Entries, entry => entry.Contains(FailureTypes.ModelUnauthorized, StringComparison.Ordinal));
        Assert.DoesNotContain(
            harness.Log.Entries, entry => entry.Contains(Secret, StringComparison.Ordinal) || entry.Contains("Ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_Redirect_IsNotFollowed()
    {
        await using var elsewhere = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("stolen"));
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Status(307, Location: elsewhere.Url + "/chat/completions"));
        await using var harness = new ModelHarness(model.Url);

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Contains("redirects", failure.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("http://host:8080", "http://host:8080/v1")]
    [InlineData("http://host:8080/v1/", "http://host:8080/v1")]
    [InlineData(" https://host/api/v1/chat/completions ", "https://host/api/v1")]
    public void BaseAddress_UsualWaysToWriteIt_AreUnderstood(string url, string expected) =>
        Assert.Equal(new Uri(expected), new ModelOptions { ApiUrl = url }.BaseAddress());

    [Theory]
    [InlineData("LLM_API_URL", "ftp://host/v1", "LLM_API_URL")]
    [InlineData("LLM_API_URL", "host:8080", "LLM_API_URL")]
    [InlineData("LLM_API_URL", "http://user:pass@host/v1", "LLM_API_URL")]
    [InlineData("LLM_MODEL_NAME", " ", "LLM_MODEL_NAME")]
    [InlineData("LLM_MAX_TOKENS", "8192", "LLM_CONTEXT_TOKENS")]
    [InlineData("LLM_RETRIES", "9", "LLM_RETRIES")]
    [InlineData("LLM_API_KEY", "a\nb", "LLM_API_KEY")]
    public async Task Options_Fault_NamesTheKey(string key, string value, string named)
    {
        await using var harness = new ModelHarness(new Uri("http://127.0.0.1:9/v1"), (key, value));

        var exception = Assert.Throws<OptionsValidationException>(() => harness.Services.GetRequiredService<IOptions<ModelOptions>>().Value);

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private static async Task<ChatResponse> AskAsync(ModelHarness harness)
    {
        var client = harness.Services.GetRequiredService<ConfiguredModel>().Client;
        Assert.NotNull(client);
        var options = harness.Services.GetRequiredService<IOptions<ModelOptions>>().Value;
        return await client.GetResponseAsync("Hello", new ChatOptions { Temperature = options.Temperature });
    }
}
