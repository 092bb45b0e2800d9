using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NlSql.LocalModel.Inference;

namespace NlSql.LocalModel.Serving;

/// <summary>A request of the protocol as the engine takes it, or what is wrong with it.</summary>
internal static class ChatReading
{
    private const int MostStops = 8;
    private const int MostChances = 20;

    public static bool TryRead(ChatRequest request, ModelHost host, [NotNullWhen(true)] out CompletionRequest? read, [NotNullWhen(false)] out string? fault)
    {
        read = null;
        if (request.Messages is not { Count: > 0 } messages || messages.Any(static m => string.IsNullOrEmpty(m.Role) || Text(m.Content) is null))
        {
            fault = "messages must be a list of objects with role and content, and content a text.";
            return false;
        }

        if (Texts(request.Stop) is not { } stops || stops.Count > MostStops || stops.Any(static stop => stop.Length == 0))
        {
            fault = $"stop must be a text or a list of up to {MostStops} texts.";
            return false;
        }

        if ((request.MaxCompletionTokens ?? request.MaxTokens) is <= 0 || request.Temperature is < 0 or > 2 || request.TopP is <= 0 or > 1)
        {
            fault = "max_tokens must be above 0, temperature between 0 and 2, top_p above 0 and up to 1.";
            return false;
        }

        if (request.TopLogprobs is < 0 or > MostChances || (request.TopLogprobs is not null && request.Logprobs is not true))
        {
            fault = $"top_logprobs must be a number from 0 to {MostChances}, and logprobs true with it.";
            return false;
        }

        if (request.Grammar is { } grammar && !GrammarCheck.IsReadable(host.Model!, grammar))
        {
            fault = "grammar is not readable GBNF with a rule root.";
            return false;
        }

        fault = null;
        read = new CompletionRequest(
            host.ChatText!.Tokens(messages.Select(static m => (m.Role!, Text(m.Content)!))),
            request.MaxCompletionTokens ?? request.MaxTokens,
            stops,
            request.Temperature ?? 1,
            request.TopP ?? 1,
            request.Seed is { } seed ? unchecked((uint)seed) : null,
            request.Grammar,
            request.Logprobs is true ? request.TopLogprobs ?? 0 : null);
        return true;
    }

    /// <summary>A text, or a list of texts; null when it is neither.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement? element) => element switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(static item => item.GetString()!)],
        _ => null,
    };

    // "text", or [{"type":"text","text":"..."}, ...]
    private static string? Text(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object)
            .Select(static part => part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null)),
        _ => null,
    };
}
