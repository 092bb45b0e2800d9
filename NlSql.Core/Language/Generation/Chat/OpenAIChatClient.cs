using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// <see cref="IChatClient"/> over the chat completions of the OpenAI package: text in, text out, whole or streamed. Stands in for
/// Microsoft.Extensions.AI.OpenAI (see docs/adr); tools and images are not carried because nothing here uses them.
/// </summary>
internal sealed class OpenAIChatClient(ChatClient client, ChatClientMetadata metadata) : IChatClient
{
    /// <summary>OpenAI's own service takes the newer name of the token limit only, other servers know the older one.</summary>
    private readonly bool _usesNewLimitName = metadata.ProviderUri?.Host.EndsWith("openai.com", StringComparison.OrdinalIgnoreCase) is true;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var completion = (await client.CompleteChatAsync(ToMessages(messages), ToOptions(options), cancellationToken).ConfigureAwait(false)).Value;
        var text = string.Concat(completion.Content.Select(part => part.Text));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = ToFinishReason(completion.FinishReason),
            ModelId = completion.Model,
            Usage = ToUsage(completion.Usage),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = client.CompleteChatStreamingAsync(ToMessages(messages), ToOptions(options), cancellationToken);
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var text = string.Concat(update.ContentUpdate.Select(part => part.Text));
            var result = new ChatResponseUpdate(ChatRole.Assistant, text)
            {
                FinishReason = update.FinishReason is { } reason ? ToFinishReason(reason) : null,
                ModelId = update.Model,
            };
            if (ToUsage(update.Usage) is { } usage)
            {
                result.Contents.Add(new UsageContent(usage));
            }

            yield return result;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType == typeof(ChatClient) ? client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The transport belongs to whoever made it.
    }

    private static List<OpenAI.Chat.ChatMessage> ToMessages(IEnumerable<ChatMessage> messages) =>
        [.. messages.Select<ChatMessage, OpenAI.Chat.ChatMessage>(message =>
            message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
            : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
            : message.Role == ChatRole.User ? new UserChatMessage(message.Text)
            : throw new NotSupportedException($"Messages of the role {message.Role} are not sent to models."))];

    private ChatCompletionOptions ToOptions(ChatOptions? options)
    {
        var result = new ChatCompletionOptions { Temperature = options?.Temperature };
        if (options?.MaxOutputTokens is { } limit)
        {
            if (_usesNewLimitName)
            {
                result.MaxOutputTokenCount = limit;
            }
            else
            {
#pragma warning disable SCME0001 // The only way in the OpenAI package to send a field that its options no longer know.
                result.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
            }
        }

        foreach (var sequence in options?.StopSequences ?? [])
        {
            result.StopSequences.Add(sequence);
        }

        return result;
    }

    private static ChatFinishReason ToFinishReason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    private static UsageDetails? ToUsage(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };
}
