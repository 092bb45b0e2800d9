using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Generation.Answers;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Asks the configured chat model for SQL, heals what the catalog can put right, and asks again, with the guard's or the database's own
/// sentence, as long as the statement would not run: LLM_REPAIRS times at most, and no longer once the model repeats itself.
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
        var added = messages;
        var work = new ModelWork(endpoint.Model, built.TemplateHash, built.Hash());
        HashSet<string> tried = new(StringComparer.Ordinal);
        for (var repairs = 0; ; repairs++)
        {
            var reader = new SqlAnswerReader();
            var cutOff = false;
            var asked = CallOptions(request);
            work = work with { Calls = repairs + 1, Repairs = repairs };
            using var exchange = new ExchangeInHand(request.Witness, ExchangeInHand.Begin(endpoint, built.TemplateHash, repairs, added, asked));
            var stream = client.GetStreamingResponseAsync(messages, asked, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var closing = stream.ConfigureAwait(false);
            while (await exchange.MoveNextAsync(stream).ConfigureAwait(false))
            {
                var update = stream.Current;
                exchange.Add(update);
                cutOff |= update.FinishReason == ChatFinishReason.Length;
                work = work.With(update);
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

            work = work with { Thought = Joined(work.Thought, Excerpt.Of(exchange.Thought.Trim(), Thoughts.Longest), reader.Thought) };
            if (reader.Choice is { } choice)
            {
                notes.Add(choice);
                yield return new GeneratorNote(choice);
                yield return new SqlToken(reader.Sql);
            }

            var draft = ToDraft(reader, request, cutOff) with { Work = work };
            if (draft.Sql is null)
            {
                yield return new SqlDrafted(draft with { Notes = notes });
                yield break;
            }

            var healed = SqlHealer.Heal(draft.Sql, SchemaGraph.Of(request.Catalog, knowledge.Dictionary), request.Schema);
            var fault = request.Trial is { } trial ? await trial(healed.Sql, cancellationToken).ConfigureAwait(false) : null;
            var step = new DraftStep(draft.Sql)
            {
                Mended = healed.Corrections.Count > 0 ? healed.Sql : null,
                Corrections = healed.Corrections,
                Fault = fault?.Sentence,
            };
            exchange.Step = step;
            work = work with { Corrections = healed.Clauses, Steps = [.. work.Steps, step] };
            if (fault is not { CanBeRepaired: true })
            {
                if (healed.Note is { } note)
                {
                    notes.Add(note);
                    yield return new GeneratorNote(note);
                    yield return new SqlToken(healed.Sql);
                }

                yield return new SqlDrafted(draft with { Sql = healed.Sql, Notes = notes, Work = work });
                yield break;
            }

            if (!tried.Add(healed.Sql))
            {
                throw Unusable($"The model repeats a statement that would not run: {fault.Sentence}", "Ask in other words.");
            }

            if (repairs >= options.Value.Repairs)
            {
                throw Unusable(
                    repairs == 0
                        ? $"The model's SQL would not run: {fault.Sentence}"
                        : $"The model's SQL would not run, and neither would its correction: {fault.Sentence}",
                    "Ask in other words.");
            }

            var again = repairs == 0
                ? $"The model was asked again, because its first answer would not run: {fault.Sentence}"
                : FormattableString.Invariant($"The model was asked again, because its correction {repairs} would not run: {fault.Sentence}");
            notes.Add(again);
            yield return new GeneratorNote(again);
            added = repair.Build(request, healed.Sql, fault);
            messages = [.. messages, .. added];
        }
    }

    private static string? Joined(params string?[] thoughts) =>
        string.Join("\n\n", thoughts.Where(thought => !string.IsNullOrEmpty(thought))) is { Length: > 0 } text ? text : null;

    private ChatOptions CallOptions(GenerationRequest request) => new()
    {
        // Who refuses a temperature gets none for other drafts either.
        Temperature = options.Value.Temperature is { } usual ? request.Temperature ?? usual : null,
        Seed = request.Seed,
        MaxOutputTokens = options.Value.MaxTokens,
    };

    private SqlDraft ToDraft(SqlAnswerReader reader, GenerationRequest request, bool cutOff)
    {
        var draft = new SqlDraft { Generator = Name, Understood = reader.Protocol.Understood };
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

        return reader.Protocol switch
        {
            { CannotAnswer: { Length: > 0 } reason } => draft with { Declined = new Decline(reason, []) },
            { QuestionBack: { Length: > 0 } question } => draft with { Clarify = new Clarification(question, reader.Protocol.Options) },
            _ => throw Unusable(
                cutOff ? "The model used up its tokens before it wrote SQL." : "The model's answer contains no SQL.",
                cutOff ? "Raise LLM_MAX_TOKENS." : "Ask in other words, or use a model that writes SQL."),
        };
    }

    private static PipelineFailureException Unusable(string message, string advice) => new(ModelFailures.Unusable(message, advice, isTransient: true));
}
