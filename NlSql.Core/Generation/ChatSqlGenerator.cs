using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Failures;
using NlSql.Core.Generation.Chat;
using NlSql.Core.Prompting;

namespace NlSql.Core.Generation;

/// <summary>Asks the configured chat model for SQL.</summary>
internal sealed class ChatSqlGenerator(ModelEndpoint endpoint, IChatClient client, TranslationPrompt prompt, IOptions<ModelOptions> options) : ISqlGenerator
{
    /// <summary>A single answer gives no measure of its own certainty: likely, but to be reviewed.</summary>
    private const double UsualConfidence = 0.7;

    public string Name => endpoint.GeneratorName;

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var built = prompt.Build(request);
        List<string> notes = [];
        if (built.Dropped is { } dropped)
        {
            notes.Add(dropped);
            yield return new GeneratorNote(dropped);
        }

        var reader = new SqlAnswerReader();
        var cutOff = false;
        var chatOptions = new ChatOptions { Temperature = options.Value.Temperature, MaxOutputTokens = options.Value.MaxTokens };
        await foreach (var update in client.GetStreamingResponseAsync(built.Messages, chatOptions, cancellationToken).ConfigureAwait(false))
        {
            cutOff |= update.FinishReason == ChatFinishReason.Length;
            if (reader.Read(update.Text) is { Length: > 0 } text)
            {
                yield return new SqlToken(text);
            }
        }

        if (reader.Finish() is { Length: > 0 } rest)
        {
            yield return new SqlToken(rest);
        }

        yield return new SqlDrafted(ToDraft(reader, request, cutOff, notes));
    }

    private SqlDraft ToDraft(SqlAnswerReader reader, GenerationRequest request, bool cutOff, List<string> notes)
    {
        var draft = new SqlDraft { Generator = Name, Understood = reader.Understood, Notes = notes };
        if (reader.Sql.Length > 0)
        {
            return cutOff && !reader.IsComplete
                ? throw Unusable("The model's answer was cut off before the SQL was complete.", "Raise LLM_MAX_TOKENS.")
                : draft with { Sql = reader.Sql, Confidence = UsualConfidence };
        }

        if (request.AnswerAlways)
        {
            throw Unusable("The model gave no SQL although a best guess was asked for.", "Ask in other words.");
        }

        return reader switch
        {
            { CannotAnswer: { Length: > 0 } reason } => draft with { Declined = new Decline(reason, []) },
            { QuestionBack: { Length: > 0 } question } => draft with { Clarify = new Clarification(question, reader.Options) },
            _ => throw Unusable(
                cutOff ? "The model used up its tokens before it wrote SQL." : "The model's answer contains no SQL.",
                cutOff ? "Raise LLM_MAX_TOKENS." : "Ask in other words, or use a model that writes SQL."),
        };
    }

    private static PipelineFailureException Unusable(string message, string advice) => new(ModelFailures.Unusable(message, advice, isTransient: true));
}
