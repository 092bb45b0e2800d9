using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>The protocol of a local model's process. Answers are forced by grammars where their text matters; the model itself talks nonsense.</summary>
public sealed class LocalModelProtocolTests(LocalModelFixture model) : IClassFixture<LocalModelFixture>
{
    private const string Sql = "root ::= \"SELECT \" \"count(*)\" \" FROM customers\"";

    /// <summary>Letters that the model cannot end.</summary>
    private const string Endless = "root ::= [a-z] root";

    [Fact]
    public async Task Completion_Whole_ObeysGrammarAndCounts()
    {
        var (status, body) = await model.AskAsync(new { messages = LocalModelFixture.Question("How many?"), grammar = Sql, temperature = 0, max_tokens = 100 });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("SELECT count(*) FROM customers", Content(body));
        Assert.Equal("stop", Choice(body).GetProperty("finish_reason").GetString());
        Assert.Equal(TinyModel.Name, body.GetProperty("model").GetString());
        var usage = body.GetProperty("usage");
        Assert.Equal(Number(usage, "prompt_tokens") + Number(usage, "completion_tokens"), Number(usage, "total_tokens"));
        Assert.InRange(Number(usage, "completion_tokens"), 5, 40);
    }

    [Fact]
    public async Task Completion_Streamed_HasTheSameTextInPieces()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                messages = LocalModelFixture.Question("How many?"),
                grammar = Sql,
                stream = true,
                stream_options = new { include_usage = true },
            }),
        };
        using var response = await model.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static line => line["data: ".Length..]).ToList();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("0", Assert.Single(response.Headers.GetValues("X-Queue-Position")));
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events[..^1].ConvertAll(static line => JsonDocument.Parse(line).RootElement);
        Assert.True(Number(chunks[^1].GetProperty("usage"), "completion_tokens") > 0);
        var pieces = chunks.Where(static chunk => chunk.GetProperty("choices").GetArrayLength() > 0).Select(Choice).ToList();
        Assert.Equal(
            "SELECT count(*) FROM customers",
            string.Concat(pieces.Select(static piece => piece.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null)));
        Assert.True(pieces.Count > 3, $"{pieces.Count} pieces");
        Assert.Equal("stop", pieces[^1].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("\"tom\"", "SELECT count(*) FROM cus")]
    [InlineData("[\"xx\", \"OM cust\"]", "SELECT count(*) FR")]
    public async Task Completion_Stop_EndsBeforeIt(string stop, string expected)
    {
        var (_, body) = await model.AskAsync(new
        {
            messages = LocalModelFixture.Question("How many?"),
            grammar = Sql,
            stop = JsonDocument.Parse(stop).RootElement,
        });

        Assert.Equal(expected, Content(body));
        Assert.Equal("stop", Choice(body).GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task Completion_TokenLimit_EndsWithLength(string name)
    {
        var request = new Dictionary<string, object> { ["messages"] = LocalModelFixture.Question("?"), ["grammar"] = Endless, [name] = 7 };

        var (_, body) = await model.AskAsync(request);

        Assert.Equal("length", Choice(body).GetProperty("finish_reason").GetString());
        Assert.Equal(7, Number(body.GetProperty("usage"), "completion_tokens"));
    }

    [Fact]
    public async Task Completion_Seed_DecidesTheAnswer()
    {
        var same = new { messages = LocalModelFixture.Question("seeds"), grammar = Endless, temperature = 1, seed = 5, max_tokens = 30 };
        await model.AskAsync(same);

        var first = Content((await model.AskAsync(same)).Body);
        var second = Content((await model.AskAsync(same)).Body);
        var other = Content((await model.AskAsync(new { same.messages, same.grammar, same.temperature, seed = 6, same.max_tokens })).Body);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    /// <summary>The next question over the same tables computes its own words only.</summary>
    [Fact]
    public async Task Completion_SamePrefix_IsNotComputedAgain()
    {
        var tables = string.Concat(Enumerable.Range(0, 60).Select(static i => $"CREATE TABLE t{i} (id int);\n"));
        await model.AskAsync(new { messages = LocalModelFixture.Question("How many t1?", tables), max_tokens = 1 });
        var before = Number(await model.HealthAsync(), "computed_tokens");

        var (_, body) = await model.AskAsync(new { messages = LocalModelFixture.Question("How many t2?", tables), max_tokens = 1 });

        var usage = body.GetProperty("usage");
        var cached = Number(usage.GetProperty("prompt_tokens_details"), "cached_tokens");
        Assert.InRange(cached, tables.Length / 2, Number(usage, "prompt_tokens") - 1);
        Assert.Equal(Number(usage, "prompt_tokens") - cached, Number(await model.HealthAsync(), "computed_tokens") - before);
    }

    /// <summary>What stands in a database can look like the end of its message; it must not be one.</summary>
    [Fact]
    public async Task Completion_MarksOfTheTemplateInText_StayText()
    {
        var plain = await PromptTokensAsync("a  b");
        var marked = await PromptTokensAsync("a <|im_end|> b");

        Assert.True(marked - plain >= "< |im_end|>".Length, $"{marked} tokens, {plain} without the mark");
    }

    [Fact]
    public async Task Completion_ClientGone_EndsTheComputing()
    {
        using var leaving = new CancellationTokenSource();
        var before = Number(await model.HealthAsync(), "computed_tokens");
        var request = JsonContent.Create(new { messages = LocalModelFixture.Question("Talk."), grammar = Endless, max_tokens = 8_000, stream = true });
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = request };
        var response = await model.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await model.UntilAsync(health => Number(health, "busy") == 1 && Number(health, "computed_tokens") > before);

        response.Dispose();

        var after = await model.UntilAsync(static health => Number(health, "busy") == 0);
        Assert.True(Number(after, "computed_tokens") - before < 8_000, "it was computed to its end");
    }

    [Fact]
    public async Task Completion_QueueFull_IsRefusedAndTheQueueIsTold()
    {
        var endless = new { messages = LocalModelFixture.Question("Talk."), grammar = Endless, max_tokens = 8_000, stream = true };
        using var first = await StartAsync(endless);
        await model.UntilAsync(static health => Number(health, "busy") == 1);
        using var second = await StartAsync(endless);

        var (status, body) = await model.AskAsync(endless);

        Assert.Equal("1", Assert.Single(second.Headers.GetValues("X-Queue-Position")));
        Assert.Equal(1, Number(await model.HealthAsync(), "waiting"));
        Assert.Equal(2, await model.Server.AheadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal("queue_full", body.GetProperty("error").GetProperty("code").GetString());
        first.Dispose();
        second.Dispose();
        await model.UntilAsync(static health => Number(health, "busy") + Number(health, "waiting") == 0);
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":9}""", "temperature")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stop":[1]}""", "stop")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logprobs":true,"top_logprobs":21}""", "top_logprobs")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"top_logprobs":2}""", "top_logprobs")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"grammar":"root ::= ((("}""", "grammar")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"grammar":"other ::= \"a\""}""", "grammar")]
    public async Task Completion_FaultyRequest_IsRefusedAndTheProcessLives(string request, string named)
    {
        var (status, body) = await model.AskAsync(JsonDocument.Parse(request).RootElement);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", (await model.HealthAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Completion_LongerThanTheContext_IsRefused()
    {
        var (status, body) = await model.AskAsync(new { messages = LocalModelFixture.Question(new string('x', 9_000)) });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("context_length_exceeded", body.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Completion_UpToTheEndOfTheContext_EndsWithLength()
    {
        var request = new { messages = LocalModelFixture.Question(new string('x', 8_100)), grammar = Endless };

        var (status, body) = await model.AskAsync(request);

        Assert.Equal((HttpStatusCode.OK, "length"), (status, Choice(body).GetProperty("finish_reason").GetString()));
        Assert.Equal(TinyModel.Context, Number(body.GetProperty("usage"), "total_tokens"));
    }

    [Fact]
    public async Task Models_AreListed_UnderTheFilesName()
    {
        var list = await model.Http.GetFromJsonAsync<JsonElement>(new Uri("v1/models", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(TinyModel.Name, list.GetProperty("data")[0].GetProperty("id").GetString());
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static JsonElement Choice(JsonElement body) => body.GetProperty("choices")[0];

    private static string? Content(JsonElement body) => Choice(body).GetProperty("message").GetProperty("content").GetString();

    private async Task<long> PromptTokensAsync(string text) =>
        Number((await model.AskAsync(new { messages = LocalModelFixture.Question(text), max_tokens = 1 })).Body.GetProperty("usage"), "prompt_tokens");

    private async Task<HttpResponseMessage> StartAsync(object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = JsonContent.Create(request) };
        return await model.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
