using System.Net.Http.Json;
using System.Text.Json;
using NlSql.Core.Language.LocalModel;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>Conversations side by side that begin alike: what one slot knows of a prompt is not computed in another.</summary>
public sealed class LocalModelForkTests(LocalModelForkTests.ThreeSlots model) : IClassFixture<LocalModelForkTests.ThreeSlots>
{
    private const string Endless = "root ::= [a-z] root";

    private static readonly string Tables = string.Concat(Enumerable.Range(0, 60).Select(static i => $"CREATE TABLE t{i} (id int);\n"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The slot that knows the tables is being written in and stays as it is; the answer is the one that a slot of its own gives.</summary>
    [Fact]
    public async Task Completion_BeginningInABusySlot_IsTakenFromThere()
    {
        var tables = "-- busy\n" + Tables;
        var question = new { messages = LocalModelFixture.Question("How many t2?", tables), grammar = Endless, temperature = 0, max_tokens = 12 };
        using var leaving = new CancellationTokenSource();
        var before = Number(await model.HealthAsync(), "computed_tokens");
        var talking = TalkAsync(LocalModelFixture.Question("Talk.", tables), leaving.Token);
        await model.UntilAsync(health => Number(health, "computed_tokens") - before > tables.Length + 50);

        var forked = (await model.AskAsync(question)).Body;

        Assert.Equal(1, Number(await model.HealthAsync(), "busy"));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => talking);
        await model.UntilAsync(static health => Number(health, "busy") == 0);
        await FillAsync();
        var alone = (await model.AskAsync(question)).Body;

        Assert.InRange(Cached(forked), tables.Length / 2, Number(forked.GetProperty("usage"), "prompt_tokens") - 1);
        Assert.Equal(0, Cached(alone) / (tables.Length / 2));
        Assert.Equal(Content(alone), Content(forked));
    }

    /// <summary>As the drafts of a vote, or two people on Monday morning: whichever comes first reads the tables, the others wait for that.</summary>
    [Fact]
    public async Task Completion_SameBeginningAtOnce_IsComputedOnce()
    {
        var tables = "-- at once\n" + Tables;
        await model.UntilAsync(static health => Number(health, "busy") == 0);
        var before = Number(await model.HealthAsync(), "computed_tokens");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
            model.AskAsync(new { messages = LocalModelFixture.Question($"How many t{i}?", tables), max_tokens = 1 })));

        var prompts = answers.Sum(answer => Number(answer.Body.GetProperty("usage"), "prompt_tokens"));
        var computed = Number(await model.HealthAsync(), "computed_tokens") - before;
        Assert.Equal(prompts - answers.Sum(answer => Cached(answer.Body)), computed);
        Assert.InRange(computed, tables.Length / 2, prompts / 2);
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static long Cached(JsonElement body) => Number(body.GetProperty("usage").GetProperty("prompt_tokens_details"), "cached_tokens");

    private static string? Content(JsonElement body) => body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    /// <summary>Other words in every slot, so that nothing of the tables is known.</summary>
    private async Task FillAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => model.AskAsync(new
        {
            messages = LocalModelFixture.Question("?", string.Concat(Enumerable.Repeat($"{(char)('x' + i)}", 2_500))),
            grammar = Endless,
            max_tokens = 3,
        })));
    }

    private async Task TalkAsync(object messages, CancellationToken cancellationToken)
    {
        using var request = JsonContent.Create(new { messages, grammar = Endless, max_tokens = 6_000 });
        using var response = await model.Http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), request, cancellationToken);
    }

    /// <inheritdoc />
    public sealed class ThreeSlots : LocalModelFixture
    {
        private protected override LocalModelOptions Options { get; } = new() { Slots = 3, Queue = 8, Threads = 1 };
    }
}
