using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>What servers of models differ in: keys, names of fields, streams and thoughts.</summary>
public sealed class ModelServersTests
{
    private const string Secret = "sk-very-secret-0815";

    public static TheoryData<string, string> Servers() => new()
    {
        {
            "vLLM, with its own fields, thoughts and usage",
            """
            data: {"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"prompt_token_ids":null}

            data: {"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"let me think"},"finish_reason":null,"token_ids":null}]}

            data: {"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"content":"hello"},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","stop_reason":null}]}

            data: {"id":"chatcmpl-1","model":"m","choices":[],"usage":{"prompt_tokens":5,"total_tokens":7,"completion_tokens":2}}

            data: [DONE]


            """
        },
        {
            "Ollama",
            """
            data: {"id":"c-2","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"hello"},"finish_reason":null}]}

            data: {"id":"c-2","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}

            data: [DONE]


            """
        },
        {
            "llama.cpp, with timings and no [DONE]",
            """
            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"id":"chatcmpl-3","model":"m"}

            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"hello"}}],"id":"chatcmpl-3","model":"m"}

            data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"id":"chatcmpl-3","model":"m","timings":{"prompt_n":5,"predicted_ms":1.5}}


            """
        },
    };

    [Fact]
    public async Task Ask_AzuresVersionInTheAddress_GoesWithEachRequest()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1"));
        await using var harness = new ModelHarness(new Uri($"{model.Url}?api-version=2024-10-21"), ("LLM_RETRIES", "0"));

        await AskAsync(harness);
        await harness.Services.GetRequiredService<ConfiguredModel>().AskForModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal("?api-version=2024-10-21", Assert.Single(model.Requests).Query);
        Assert.Equal("?api-version=2024-10-21", Assert.Single(model.ModelsQueries));
    }

    [Theory]
    [InlineData("https://host/v1?api-version=2024-10-21", true)]
    [InlineData("https://host/v1?key=secret", false)]
    [InlineData("https://host/v1?api-version=1&key=secret", false)]
    public void Address_WithAQuery_MayNameAVersionOnly(string address, bool isUsable) =>
        Assert.Equal(isUsable, EndpointAddress.Of(address, "/chat/completions") is not null);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Stream_AnswerAsServersGiveIt_IsRead(string server, string body)
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Garbage(body));
        await using var harness = new ModelHarness(model.Url, ("LLM_RETRIES", "0"));

        var answer = await AskAsync(harness);

        Assert.True(answer.Text == "hello", $"{server}: {answer.Text}");
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1", true)]
    [InlineData("https://models.example.org/openai.com/v1", true)]
    [InlineData("https://myopenai.com/v1", true)]
    [InlineData("https://openai.azure.com.example.org/v1", true)]
    [InlineData("https://api.openai.com/v1", false)]
    [InlineData("https://OpenAI.com/v1", false)]
    [InlineData("https://house.openai.azure.com/openai/v1", false)]
    public void ServerDialect_Host_DecidesTheFieldsName(string address, bool isOlder) => Assert.Equal(isOlder, ServerDialect.UsesOldName(new Uri(address)));

    [Fact]
    public async Task Stream_ServerAnswersWithPlainJson_IsReadAllTheSame()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.PlainJson("```sql\nSELECT 7\n```"));
        await using var harness = new ModelHarness(model.Url);

        var draft = (await harness.GenerateAsync(ModelHarness.Ask("How many?"))).Draft;

        Assert.True(Assert.Single(model.Requests).IsStreamed);
        Assert.Equal("SELECT 7", draft.Sql);
        Assert.Equal((11, 7), (draft.Work?.PromptTokens, draft.Work?.AnswerTokens));
    }

    [Theory]
    [InlineData("api-key", "", Secret)]
    [InlineData("Authorization", "Bearer " + Secret, "")]
    public async Task Stream_KeyHeader_IsTheOneThatIsSet(string header, string authorization, string apiKey)
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url, ("LLM_API_KEY", Secret), ("LLM_API_KEY_HEADER", header));

        await AskAsync(harness);

        Assert.Equal((authorization, apiKey), (Assert.Single(model.Requests).Authorization, model.Requests[0].ApiKey));
    }

    [Theory]
    [InlineData("https://house.openai.azure.com/openai/v1", null, "api-key")]
    [InlineData("https://house.services.ai.azure.com/v1", " ", "api-key")]
    [InlineData("https://house.openai.azure.com/openai/v1", "Authorization", null)]
    [InlineData("https://api.openai.com/v1", null, null)]
    [InlineData("https://openai.azure.com.example.org/v1", null, null)]
    public void EndpointKey_Host_DecidesTheHeader(string address, string? set, string? header)
    {
        var key = EndpointKey.For(new Uri(address), Secret, set);

        Assert.Equal(header, key.Header);
        Assert.DoesNotContain(Secret, key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ServerTakesTheNewNameOfTheLimitOnly_IsAskedAgainAndRemembered()
    {
        await using var model = await ScriptedModel.StartAsync(request => request.Body.TryGetProperty("max_tokens", out _)
            ? new ScriptedModelAnswer.Status(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
            : new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url, ("LLM_MAX_TOKENS", "77"), ("CACHE_SIZE", "0"));

        await harness.GenerateAsync(ModelHarness.Ask("How many?"));
        await harness.GenerateAsync(ModelHarness.Ask("How many more?"));

        Assert.Equal(3, model.Requests.Count);
        Assert.All(model.Requests.Skip(1), request => Assert.Equal(77, request.Body.GetProperty("max_completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Stream_ServerRefusesATemperature_IsAskedWithoutOne()
    {
        await using var model = await ScriptedModel.StartAsync(request => request.Body.TryGetProperty("temperature", out _)
            ? new ScriptedModelAnswer.Status(400, "Unsupported value: 'temperature' does not support 0 with this model.")
            : new ScriptedModelAnswer.Text("hello"));
        await using var harness = new ModelHarness(model.Url);

        Assert.Equal("hello", (await AskAsync(harness)).Text);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task Stream_ServerRefusesForAnotherReason_IsNotAskedAgain()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Status(400, "The prompt is too long."));
        await using var harness = new ModelHarness(model.Url);

        await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness));

        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Generate_ServerSendsReasoning_IsKeptBesideTheSqlWithPromptAndTokens()
    {
        const string Body = """
            data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"SELECT wrong?"},"finish_reason":null}]}

            data: {"id":"1","choices":[{"index":0,"delta":{"content":"```sql\nSELECT 1\n```"},"finish_reason":"stop"}]}

            data: {"id":"1","choices":[],"usage":{"prompt_tokens":500,"completion_tokens":9,"total_tokens":509}}

            data: [DONE]


            """;
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Garbage(Body));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(ModelHarness.Ask("How many?"));

        var work = Assert.IsType<ModelWork>(outcome.Draft.Work);
        Assert.Equal("SELECT 1", outcome.Draft.Sql);
        Assert.Equal("SELECT wrong?", work.Thought);
        Assert.DoesNotContain("wrong", outcome.Tokens, StringComparison.Ordinal);
        Assert.Equal(("scripted", 1, 500, 9), (work.Model, work.Calls, (int?)work.PromptTokens, (int?)work.AnswerTokens));
        Assert.Matches("^[0-9a-f]{64}$", work.PromptHash);
        Assert.Matches("^[0-9a-f]{64}$", work.TemplateHash);
    }

    private static async Task<ChatResponse> AskAsync(ModelHarness harness)
    {
        var client = harness.Services.GetRequiredService<ConfiguredModel>().Client;
        Assert.NotNull(client);
        var options = harness.Services.GetRequiredService<IOptions<ModelOptions>>().Value;
        return await client.GetResponseAsync("Hello", new ChatOptions { Temperature = options.Temperature });
    }
}
