using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Chat.Exchanges;

/// <summary>
/// Answers what was asked before out of a pack, and records what the model answers. Without a pack to record in nothing is sent at all: a prompt that is not in
/// the pack is a failure of the model.
/// </summary>
/// <param name="replay">Null replays nothing.</param>
/// <param name="record">Null records nothing.</param>
internal sealed class ExchangingChatClient(IChatClient inner, string model, ExchangePack? replay, ExchangePack? record) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var key = ExchangePack.KeyOf(model, asked, options);
        if (replay?.Find(key) is { } known)
        {
            foreach (var update in Updates(known))
            {
                yield return update;
            }

            yield break;
        }

        if (record is null)
        {
            throw new PipelineFailureException(new(
                FailureParty.Model,
                FailureTypes.ModelUnreachable,
                $"The recorded exchanges have no answer to this prompt (LLM_REPLAY={replay?.Path}), and nothing is sent.",
                "Record it with LLM_RECORD, or leave LLM_REPLAY out."));
        }

        var (text, thought) = (new StringBuilder(), new StringBuilder());
        UsageDetails? usage = null;
        string? finish = null;
        var (isRead, isWhole) = (false, false);
        var stream = base.GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            while (await stream.MoveNextAsync().ConfigureAwait(false))
            {
                var update = stream.Current;
                text.Append(update.Text);
                thought.AppendJoin("", update.Contents.OfType<TextReasoningContent>().Select(part => part.Text));
                usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
                finish = update.FinishReason?.Value ?? finish;
                isRead = true;
                yield return update;
                isRead = false;
            }

            isWhole = true;
        }
        finally
        {
            // A reader that has enough leaves in the midst, and will again when it is replayed. What failed or was stopped is no answer.
            if ((isWhole || isRead) && !cancellationToken.IsCancellationRequested)
            {
                record.Add(new Exchange(
                    key,
                    model,
                    [.. asked.Select(message => new ExchangeMessage(message.Role.Value, message.Text))],
                    text.ToString(),
                    thought.Length == 0 ? null : thought.ToString(),
                    finish,
                    usage?.InputTokenCount,
                    usage?.CachedInputTokenCount,
                    usage?.OutputTokenCount));
            }
        }
    }

    private static IEnumerable<ChatResponseUpdate> Updates(Exchange known)
    {
        if (known.Thought is { } thought)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(thought)]);
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, known.Text);
        if (known.InputTokens is not null || known.OutputTokens is not null)
        {
            var details = new UsageDetails
            {
                InputTokenCount = known.InputTokens,
                CachedInputTokenCount = known.CachedTokens,
                OutputTokenCount = known.OutputTokens,
            };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(details)]);
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, "") { FinishReason = known.Finish is { } finish ? new ChatFinishReason(finish) : null };
    }
}
