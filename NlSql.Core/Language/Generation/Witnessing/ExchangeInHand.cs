using System.Text;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Core.Language.Generation.Witnessing;

/// <summary>One call of a model while it goes on; its end tells the witness, also when it is an exception or nobody reads on.</summary>
/// <param name="witness">Null where nobody wants to know.</param>
/// <param name="begun">What is known before the call.</param>
internal sealed class ExchangeInHand(IGenerationWitness? witness, ModelExchange begun) : IDisposable
{
    private readonly StringBuilder answer = new();
    private readonly StringBuilder thought = new();
    private ModelExchange exchange = begun;

    /// <summary>What became of the statement in the answer.</summary>
    public DraftStep? Step { get; set; }

    /// <summary>What the model thought in a field of its own so far.</summary>
    public string Thought => thought.ToString();

    public static ModelExchange Begin(ModelEndpoint endpoint, string templateHash, int repair, IEnumerable<ChatMessage> added, ChatOptions options) => new()
    {
        Model = endpoint.Model,
        Endpoint = endpoint.Address,
        TemplateHash = templateHash,
        Repair = repair,
        Messages = [.. added.Select(message => new ExchangedMessage(message.Role.Value, message.Text))],
        Temperature = options.Temperature,
        Seed = options.Seed,
        MaxTokens = options.MaxOutputTokens,
    };

    /// <summary>Takes the next piece of the answer.</summary>
    public void Add(ChatResponseUpdate update)
    {
        answer.Append(update.Text);
        thought.AppendJoin("", update.Contents.OfType<TextReasoningContent>().Select(part => part.Text));
        var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
        exchange = exchange with
        {
            Finish = update.FinishReason?.Value ?? exchange.Finish,
            PromptTokens = usage?.InputTokenCount ?? exchange.PromptTokens,
            CachedTokens = usage?.CachedInputTokenCount ?? exchange.CachedTokens,
            AnswerTokens = usage?.OutputTokenCount ?? exchange.AnswerTokens,
        };
    }

    /// <summary>Reads on; what the model fails with is noted and goes its way.</summary>
    public async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> stream)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false);
        }
        catch (PipelineFailureException exception)
        {
            exchange = exchange with { Failure = exception.Failure };
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => witness?.Called(exchange with
    {
        Answer = answer.ToString(),
        Thought = thought.Length == 0 ? null : thought.ToString(),
        Step = Step,
    });
}
