using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>The model's own numbers for each token of an answer.</summary>
public sealed class LocalModelLogprobsTests(LocalModelFixture model) : IClassFixture<LocalModelFixture>
{
    private const int Top = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completion_WithLogprobs_TellsOfEachTokenOfTheText()
    {
        var request = new { messages = LocalModelFixture.Question("chances"), temperature = 0, max_tokens = 12, logprobs = true, top_logprobs = Top };

        var (_, body) = await model.AskAsync(request);

        var choice = body.GetProperty("choices")[0];
        var tokens = choice.GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();
        Assert.Equal(choice.GetProperty("message").GetProperty("content").GetString(), Text(tokens));
        Assert.NotEmpty(tokens);
        foreach (var token in tokens)
        {
            var likeliest = token.GetProperty("top_logprobs").EnumerateArray().Select(Chance).ToList();
            Assert.Equal(Top, likeliest.Count);
            Assert.Equal(likeliest.OrderDescending(), likeliest);
            Assert.InRange(likeliest.Sum(Math.Exp), 0, 1.0001);

            // Without a temperature the likeliest one is written.
            Assert.Equal(likeliest[0], Chance(token));
            Assert.False(token.GetProperty("top_logprobs")[0].TryGetProperty("top_logprobs", out _));
        }
    }

    /// <summary>What a grammar forces was not likely for that: the numbers are those from before it.</summary>
    [Fact]
    public async Task Completion_ForcedByAGrammar_HasTheNumbersFromBefore()
    {
        const string Grammar = "root ::= \"SELECT 1\"";
        var (_, body) = await model.AskAsync(new { messages = LocalModelFixture.Question("forced"), grammar = Grammar, temperature = 0, logprobs = true });

        var tokens = body.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();

        Assert.Equal("SELECT 1", Text(tokens));
        Assert.All(tokens, token => Assert.InRange(Chance(token), -100, -0.01));
        Assert.All(tokens, token => Assert.Equal(0, token.GetProperty("top_logprobs").GetArrayLength()));
    }

    /// <summary>What may begin a stop is held back with its tokens; what belongs to the stop is none of the answer.</summary>
    [Theory]
    [InlineData("CT 7", "SELECT 1")]
    [InlineData(" 1", "SELECT")]
    public async Task Completion_Streamed_HasTheTokensWithTheirText(string stop, string expected)
    {
        using var request = JsonContent.Create(new
        {
            messages = LocalModelFixture.Question("streamed"),
            grammar = "root ::= \"SELECT 1\"",
            stop,
            stream = true,
            logprobs = true,
        });
        using var response = await model.Http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), request, Token);
        var chunks = (await response.Content.ReadAsStringAsync(Token)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line["data: ".Length..])
            .Where(static line => line != "[DONE]")
            .Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("choices")[0])
            .Where(static choice => choice.GetProperty("delta").TryGetProperty("content", out _))
            .ToList();

        Assert.Equal(expected, string.Concat(chunks.Select(static choice => choice.GetProperty("delta").GetProperty("content").GetString())));
        Assert.Equal(expected, Text([.. chunks.SelectMany(static choice => choice.GetProperty("logprobs").GetProperty("content").EnumerateArray())]));
    }

    [Fact]
    public async Task Completion_NotAskedForThem_HasNone()
    {
        var (_, body) = await model.AskAsync(new { messages = LocalModelFixture.Question("none"), max_tokens = 2 });

        Assert.False(body.GetProperty("choices")[0].TryGetProperty("logprobs", out _));
    }

    private static double Chance(JsonElement token) => token.GetProperty("logprob").GetDouble();

    private static string Text(IReadOnlyList<JsonElement> tokens) =>
        Encoding.UTF8.GetString([.. tokens.SelectMany(static token => token.GetProperty("bytes").EnumerateArray()).Select(static part => part.GetByte())]);
}
