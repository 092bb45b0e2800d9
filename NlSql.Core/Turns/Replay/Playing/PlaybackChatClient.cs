using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Witnessing;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>Answers the calls of a draft one after the other with what the pack has, whatever is asked: where a prompt differs is compared elsewhere.</summary>
internal sealed class PlaybackChatClient(IReadOnlyList<ModelExchange> exchanges) : IChatClient
{
    private int next;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (next >= exchanges.Count)
        {
            throw new PipelineFailureException(new(
                FailureParty.Model,
                FailureTypes.ModelUnreachable,
                FormattableString.Invariant($"The pack has {exchanges.Count} answers of the model, and one more is asked for."),
                "Play it with --ask to ask the configured model."));
        }

        var exchange = exchanges[next++];
        if (exchange.Thought is { } thought)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(thought)]);
        }

        if (exchange.Answer.Length > 0)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, exchange.Answer);
        }

        if (exchange.Failure is { } failure)
        {
            throw new PipelineFailureException(failure with { Party = FailureParty.Model });
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, "") { FinishReason = exchange.Finish is { } finish ? new ChatFinishReason(finish) : null };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
