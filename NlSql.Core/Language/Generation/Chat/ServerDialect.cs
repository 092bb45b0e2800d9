using System.ClientModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// Sends what a server takes. The token limit goes as <c>max_tokens</c>, the only name that many servers know, but to openai.com and Azure OpenAI, whose newer
/// models take <c>max_completion_tokens</c> only; where a server refuses one name, or the temperature, it is asked again without, and from then on so.
/// </summary>
internal sealed class ServerDialect(IChatClient inner, Uri address) : DelegatingChatClient(inner)
{
    private const int BadRequest = 400;
    private const int Unprocessable = 422;

    private volatile bool usesOldName = UsesOldName(address);
    private volatile bool hasSwitched;
    private volatile bool refusesTemperature;

    public static bool UsesOldName(Uri address) =>
        !address.Host.Equals("openai.com", StringComparison.OrdinalIgnoreCase)
        && !address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase)
        && !address.Host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        while (true)
        {
            var sent = Adapted(options);
            var stream = base.GetStreamingResponseAsync(asked, sent, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = stream.ConfigureAwait(false);
            bool goesOn;
            try
            {
                goesOn = await stream.MoveNextAsync().ConfigureAwait(false);
            }
            catch (ClientResultException refusal) when (Learn(refusal, options))
            {
                continue;
            }

            for (; goesOn; goesOn = await stream.MoveNextAsync().ConfigureAwait(false))
            {
                yield return stream.Current;
            }

            yield break;
        }
    }

    /// <summary>True when the refusal names something that can be sent otherwise; each is tried once.</summary>
    private bool Learn(ClientResultException refusal, ChatOptions? options)
    {
        if (refusal.Status is not (BadRequest or Unprocessable))
        {
            return false;
        }

        var text = refusal.GetRawResponse()?.Content.ToString() ?? refusal.Message;
        if (options?.MaxOutputTokens is not null && !hasSwitched
            && text.Contains(usesOldName ? "max_completion_tokens" : "max_tokens", StringComparison.Ordinal))
        {
            hasSwitched = true;
            usesOldName = !usesOldName;
            return true;
        }

        if (options?.Temperature is not null && !refusesTemperature && text.Contains("temperature", StringComparison.Ordinal))
        {
            refusesTemperature = true;
            return true;
        }

        return false;
    }

    private ChatOptions? Adapted(ChatOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var adapted = options.Clone();
        adapted.Temperature = refusesTemperature ? null : options.Temperature;
        if (!usesOldName || options.MaxOutputTokens is not { } limit)
        {
            return adapted;
        }

        adapted.MaxOutputTokens = null;
        adapted.RawRepresentationFactory = _ =>
        {
            var raw = new OpenAI.Chat.ChatCompletionOptions();
#pragma warning disable SCME0001 // The only way in the OpenAI package to send a field that its options no longer know.
            raw.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
            return raw;
        };
        return adapted;
    }
}
