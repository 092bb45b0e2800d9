using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Cli.Commands;

/// <summary>Drafts for many questions, over several databases of one server. Gold answers in the input are never read.</summary>
internal sealed class SqlBatch(IServiceProvider services, bool answerAlways)
{
    /// <summary>Questions drafted at a time; the work is bound by the processor.</summary>
    private static readonly int Parallelism = Math.Max(1, Environment.ProcessorCount);

    public async Task RunAsync(FileInfo input, FileInfo output, CancellationToken cancellationToken) =>
        await JsonLinesFile.MapAsync<Question, Drafted>(input, output, DraftAsync, (id, error) => new Drafted(id, null, null, null, false, null, 0) { Error = error }, Parallelism, cancellationToken).ConfigureAwait(false);

    private async Task<Drafted> DraftAsync(Question question, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var databases = services.GetRequiredService<IAnalyticsDatabases>();
        var database = question.Db is { Length: > 0 } name ? databases.Open(name) : databases.Default;
        var snapshot = await database.GetAsync(cancellationToken).ConfigureAwait(false);
        var schema = await snapshot.Index.SearchAsync(question.Text ?? "", new RetrievalLimits(), cancellationToken).ConfigureAwait(false);
        var request = services.GetRequiredService<GenerationRequests>().Make(snapshot, question.Text ?? "", schema, new RunTag("nlsql", "sql")) with
        {
            Instructions = question.Instructions,
            AnswerAlways = answerAlways,
        };
        SqlDraft? draft = null;
        await foreach (var item in services.GetRequiredService<ISqlGenerator>().GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            draft = (item as SqlDrafted)?.Draft ?? draft;
        }

        var elapsed = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3);
        return new Drafted(question.Id, draft?.Sql, draft?.Generator, draft?.Confidence, draft?.Declined is not null, draft?.Clarify?.Question, elapsed);
    }

    /// <summary>A line of the input.</summary>
    internal sealed record Question([property: JsonPropertyName("id")] System.Text.Json.JsonElement Id, [property: JsonPropertyName("question")] string? Text, string? Instructions, string? Db);

    /// <summary>A line of the output.</summary>
    internal sealed record Drafted(System.Text.Json.JsonElement Id, string? Sql, string? Generator, double? Confidence, bool Declined, string? Clarify, double Ms)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Error { get; init; }
    }
}
