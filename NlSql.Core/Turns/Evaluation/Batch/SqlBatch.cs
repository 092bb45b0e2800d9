using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>
/// <c>nlsql sql --jsonl IN --out OUT</c>: a line <c>{"id","sql","generator","confidence","declined","clarify","ms"}</c> for every line
/// <c>{"id","question","instructions"?,"db"?}</c>, over several databases of one server. <c>sql</c> is the writer's own text, complete and
/// without our row limit; null when declined or when it would ask. <c>notes</c> stand there where there is something to know of it, such as what the schema
/// mended and whether that may change what is answered. Gold answers in the input are never read.
/// </summary>
public sealed class SqlBatch(IAnalyticsDatabases databases, DraftWriter drafts)
{
    private static readonly RunTag Tag = new("nlsql", "sql");

    /// <summary>Questions drafted at a time; the work is bound by the processor.</summary>
    private static readonly int Parallelism = Math.Max(1, Environment.ProcessorCount);

    /// <param name="input">Questions, one JSON object a line.</param>
    /// <param name="output">Replaced; its folder is made.</param>
    /// <param name="answerAlways">Take the best guess instead of declining or asking.</param>
    /// <returns>How many lines failed; each of them has its answer, with an <c>error</c>.</returns>
    public Task<int> RunAsync(FileInfo input, FileInfo output, bool answerAlways, CancellationToken cancellationToken) =>
        JsonLinesFile.MapAsync<SqlLine, SqlAnswer>(
            input,
            output,
            (line, token) => DraftAsync(line, answerAlways, token),
            (id, error) => new SqlAnswer(id, null, null, null, false, null, 0) { Error = error },
            Parallelism,
            cancellationToken);

    private async Task<SqlAnswer> DraftAsync(SqlLine line, bool answerAlways, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var database = line.Db is { Length: > 0 } name ? databases.Open(name) : databases.Default;
        var snapshot = await database.GetAsync(cancellationToken).ConfigureAwait(false);
        var request = new DraftRequest(line.Question ?? "")
        {
            Instructions = line.Instructions,
            AnswerAlways = answerAlways,
            Record = false,
            Origin = TurnOrigin.Cli,
        };
        var draft = await drafts.DraftAsync(snapshot, request, [], Tag, cancellationToken).ConfigureAwait(false);
        var elapsed = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3);
        return new SqlAnswer(line.Id, draft.Sql, draft.Generator, draft.Confidence, draft.Declined is not null, draft.Clarify?.Question, elapsed)
        {
            Notes = draft.Notes.Count > 0 ? draft.Notes : null,
        };
    }

    /// <summary>A line of the input.</summary>
    private sealed record SqlLine(JsonElement Id, string? Question, string? Instructions, string? Db);

    /// <summary>A line of the output.</summary>
    private sealed record SqlAnswer(JsonElement Id, string? Sql, string? Generator, double? Confidence, bool Declined, string? Clarify, double Ms)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Notes { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Error { get; init; }
    }
}
