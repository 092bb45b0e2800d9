using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Asks the configured chat model for SQL, heals what the catalog can put right, and asks once more, with the guard's or the database's own
/// sentence, when the statement would still not run.
/// </summary>
internal sealed class ChatSqlGenerator(
    ConfiguredModel model,
    ModelEndpoint endpoint,
    IChatClient client,
    TranslationPrompt prompt,
    RepairPrompt repair,
    WordKnowledge knowledge,
    IOptions<ModelOptions> options) : ISqlGenerator
{
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

        if (model.Ahead is { } ahead && await ahead(cancellationToken).ConfigureAwait(false) is > 0 and var others)
        {
            yield return new GeneratorNote($"{endpoint.Title} answers {others} before this one.");
        }

        var messages = built.Messages;
        for (var isRepair = false; ; isRepair = true)
        {
            var reader = new SqlAnswerReader();
            var cutOff = false;
            await foreach (var update in client.GetStreamingResponseAsync(messages, CallOptions(), cancellationToken).ConfigureAwait(false))
            {
                cutOff |= update.FinishReason == ChatFinishReason.Length;
                if (reader.Read(update.Text) is { Length: > 0 } text)
                {
                    yield return new SqlToken(text);
                }

                if (reader.IsOver)
                {
                    break;
                }
            }

            if (reader.Finish() is { Length: > 0 } rest)
            {
                yield return new SqlToken(rest);
            }

            var draft = ToDraft(reader, request, cutOff);
            if (draft.Sql is null)
            {
                yield return new SqlDrafted(draft with { Notes = notes });
                yield break;
            }

            var healed = SqlHealer.Heal(draft.Sql, SchemaGraph.Of(request.Catalog, knowledge.Dictionary), request.Schema);
            var fault = request.Trial is { } trial ? await trial(healed.Sql, cancellationToken).ConfigureAwait(false) : null;
            if (fault is not { CanBeRepaired: true })
            {
                if (healed.Note is { } note)
                {
                    notes.Add(note);
                    yield return new GeneratorNote(note);
                    yield return new SqlToken(healed.Sql);
                }

                yield return new SqlDrafted(draft with { Sql = healed.Sql, Notes = notes });
                yield break;
            }

            if (isRepair)
            {
                throw Unusable($"The model's SQL would not run, and neither would its correction: {fault.Sentence}", "Ask in other words.");
            }

            var again = $"The model was asked again, because its first answer would not run: {fault.Sentence}";
            notes.Add(again);
            yield return new GeneratorNote(again);
            messages = [.. built.Messages, .. repair.Build(request, healed.Sql, fault)];
        }
    }

    private ChatOptions CallOptions() => new() { Temperature = options.Value.Temperature, MaxOutputTokens = options.Value.MaxTokens };

    private SqlDraft ToDraft(SqlAnswerReader reader, GenerationRequest request, bool cutOff)
    {
        var draft = new SqlDraft { Generator = Name, Understood = reader.Understood };
        if (reader.Sql.Length > 0)
        {
            return cutOff && !reader.IsComplete
                ? throw Unusable("The model's answer was cut off before the SQL was complete.", "Raise LLM_MAX_TOKENS.")
                : draft with { Sql = reader.Sql };
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
