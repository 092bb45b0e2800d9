using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.LocalModel.Serving;

/// <summary>What of a chat completion's request is heeded; other fields are skipped.</summary>
internal sealed record ChatRequest
{
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    public bool Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    /// <summary>A text, or a list of texts.</summary>
    public JsonElement? Stop { get; init; }

    public long? Seed { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxTokens { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }

    /// <summary>llama.cpp's addition: GBNF that the answer obeys.</summary>
    public string? Grammar { get; init; }
}

internal sealed record StreamOptions(bool IncludeUsage);

/// <param name="Content">A text, or parts of which those of type <c>text</c> count.</param>
internal sealed record ChatMessage(string? Role, JsonElement? Content);

internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, ChatUsage? Usage = null);

internal sealed record ChatChoice(int Index, ChatPiece? Message, ChatPiece? Delta, string? FinishReason, ChatLogprobs? Logprobs = null);

internal sealed record ChatLogprobs(IReadOnlyList<TokenLogprob> Content);

/// <param name="Bytes">Numbers, as the protocol has them.</param>
/// <param name="TopLogprobs">Null within itself.</param>
internal sealed record TokenLogprob(string Token, float Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<TokenLogprob>? TopLogprobs);

internal sealed record ChatPiece(string? Role, string? Content);

internal sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails? PromptTokensDetails = null);

internal sealed record PromptTokensDetails(int CachedTokens);

/// <param name="Input">A text, or a list of texts.</param>
internal sealed record EmbeddingRequest(JsonElement? Input, string? EncodingFormat);

internal sealed record EmbeddingList(string Object, string Model, IReadOnlyList<EmbeddingItem> Data, ChatUsage Usage);

internal sealed record EmbeddingItem(string Object, int Index, JsonElement Embedding);

internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

internal sealed record ModelEntry(string Id, string Object, string OwnedBy);

/// <param name="Status"><c>loading</c>, <c>ok</c> or <c>failed</c>.</param>
/// <param name="Progress">0 to 1, of loading.</param>
/// <param name="Busy">Answers that are being written.</param>
/// <param name="Waiting">Requests in the queue.</param>
/// <param name="ContextTokens">Tokens that prompt and answer may have together.</param>
/// <param name="ComputedTokens">Of prompts and answers since the start; what was remembered is not computed.</param>
internal sealed record HealthReport(
    string Status, float Progress, int Slots, int Busy, int Waiting, int ContextTokens, long ComputedTokens, string? Error);

internal sealed record ErrorAnswer(ErrorText Error);

internal sealed record ErrorText(string Message, string Type, string? Code);

/// <summary>The protocol's names are in snake case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingList))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext;
