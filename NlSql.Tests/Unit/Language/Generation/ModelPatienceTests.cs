using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>How long a model is waited for, and what that costs the question after.</summary>
public sealed class ModelPatienceTests
{
    [Fact]
    public async Task Stream_SilentInTheMidst_EndsWithThatLimit()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Hang("```sql\nSELECT"));
        await using var harness = new ModelHarness(model.Url, ("LLM_STALL_TIMEOUT_MS", "200"));

        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness))).Failure;

        Assert.Equal(FailureTypes.ModelTimeout, failure.Type);
        Assert.Contains("said nothing for 0.2 s in the middle of its answer", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LLM_STALL_TIMEOUT_MS", failure.Advice, StringComparison.Ordinal);
    }

    /// <summary>The second question does not wait for what the first one waited for in vain.</summary>
    [Fact]
    public async Task Stream_AfterOneThatTookTooLong_FailsWithoutAsking()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Hang());
        await using var harness = new ModelHarness(model.Url, ("LLM_FIRST_TOKEN_TIMEOUT_MS", "200"));
        var first = await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness));

        var second = await Assert.ThrowsAsync<PipelineFailureException>(() => AskAsync(harness));

        Assert.Contains("did not begin to answer", first.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("is not asked again before", second.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureTypes.ModelTimeout, second.Failure.Type);

        // On a busy machine the limit may pass before the first request arrives.
        Assert.True(model.Requests.Count <= 1);
    }

    private static Task<ChatResponse> AskAsync(ModelHarness harness) =>
        harness.Services.GetRequiredService<ConfiguredModel>().Client!.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken);
}
