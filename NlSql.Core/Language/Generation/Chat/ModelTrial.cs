using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>What a trial question came to.</summary>
/// <param name="Answer">As the model wrote it.</param>
/// <param name="FirstText">Until the first text came.</param>
/// <param name="Whole">Until the answer was there.</param>
/// <param name="PromptTokens">Null when the endpoint does not count.</param>
/// <param name="CachedTokens">Of the prompt, tokens that were known from the question before; null when the endpoint does not say.</param>
/// <param name="AnswerTokens">Null when the endpoint does not count.</param>
public sealed record TrialAnswer(
    string Question, string Answer, TimeSpan FirstText, TimeSpan Whole, long? PromptTokens, long? CachedTokens, long? AnswerTokens)
{
    /// <summary>Tokens a second, from the first text on; null when they were not counted.</summary>
    public double? AnswerSpeed => AnswerTokens > 1 && Whole > FirstText ? (AnswerTokens - 1) / (Whole - FirstText).TotalSeconds : null;
}

/// <summary>Asks the configured model two small questions about the same tables: how fast it is, and what the second one need not read again.</summary>
public sealed class ModelTrial(ConfiguredModel model, IOptions<ModelOptions> options, TimeProvider time)
{
    private const string Schema = """
        You translate questions into one PostgreSQL query. Answer with the query in a fenced block and nothing else.

        CREATE TABLE customers (id bigint PRIMARY KEY, name text, city text, country text, since date);
        CREATE TABLE products (id bigint PRIMARY KEY, name text, category text, price numeric(10,2));
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id), ordered_at timestamptz, status text);
        CREATE TABLE order_items (order_id bigint REFERENCES orders (id), product_id bigint REFERENCES products (id), quantity int, amount numeric(12,2));
        CREATE TABLE employees (id bigint PRIMARY KEY, name text, department text, hired_on date, salary numeric(10,2));
        CREATE TABLE shipments (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id), carrier text, sent_at timestamptz, arrived_at timestamptz);
        """;

    private static readonly string[] Questions = ["How many customers are there in each country?", "What is the average price of the products by category?"];

    /// <summary>
    /// Loads the model where it is on this machine, and asks. Throws <see cref="PipelineFailureException"/> (party Model), also when none is configured.
    /// </summary>
    /// <param name="progress">Told what goes on, in words for people.</param>
    /// <returns>How long loading took (null for an endpoint), and the answers.</returns>
    public async Task<(TimeSpan? Loading, IReadOnlyList<TrialAnswer> Answers)> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (model.Client is not { } client)
        {
            throw new PipelineFailureException(new PipelineFailure(
                FailureParty.Model, FailureTypes.ModelUnreachable, model.Note ?? "No model is configured.", "Set MODEL_PATH or LLM_API_URL."));
        }

        TimeSpan? loading = null;
        if (model.Load is { } load)
        {
            var began = time.GetTimestamp();
            await load(progress, cancellationToken).ConfigureAwait(false);
            loading = time.GetElapsedTime(began);
        }

        List<TrialAnswer> answers = [];
        foreach (var question in Questions)
        {
            progress.Report($"Asking: {question}");
            answers.Add(await AskAsync(client, question, cancellationToken).ConfigureAwait(false));
        }

        return (loading, answers);
    }

    private async Task<TrialAnswer> AskAsync(IChatClient client, string question, CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [new(ChatRole.System, Schema), new(ChatRole.User, question)];
        var call = new ChatOptions { Temperature = options.Value.Temperature, MaxOutputTokens = 200 };
        var began = time.GetTimestamp();
        TimeSpan? first = null;
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync(messages, call, cancellationToken).ConfigureAwait(false))
        {
            first ??= update.Text.Length > 0 ? time.GetElapsedTime(began) : null;
            updates.Add(update);
        }

        var whole = time.GetElapsedTime(began);
        var response = updates.ToChatResponse();
        return new TrialAnswer(
            question,
            response.Text,
            first ?? whole,
            whole,
            response.Usage?.InputTokenCount,
            response.Usage?.CachedInputTokenCount,
            response.Usage?.OutputTokenCount);
    }
}
