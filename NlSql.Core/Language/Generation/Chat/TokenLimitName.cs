using Microsoft.Extensions.AI;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// Sends the token limit as <c>max_tokens</c>, the only name that many servers know. The adapter sends <c>max_completion_tokens</c>, the only
/// one that newer models of openai.com and Azure OpenAI take: this stands in front of every other host.
/// </summary>
internal sealed class TokenLimitName(IChatClient inner) : DelegatingChatClient(inner)
{
    public static bool IsNeededAt(Uri address) =>
        !address.Host.Equals("openai.com", StringComparison.OrdinalIgnoreCase)
        && !address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase)
        && !address.Host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase);

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Renamed(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Renamed(options), cancellationToken);

    private static ChatOptions? Renamed(ChatOptions? options)
    {
        if (options?.MaxOutputTokens is not { } limit)
        {
            return options;
        }

        var renamed = options.Clone();
        renamed.MaxOutputTokens = null;
        renamed.RawRepresentationFactory = _ =>
        {
            var raw = new OpenAI.Chat.ChatCompletionOptions();
#pragma warning disable SCME0001 // The only way in the OpenAI package to send a field that its options no longer know.
            raw.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
            return raw;
        };
        return renamed;
    }
}
