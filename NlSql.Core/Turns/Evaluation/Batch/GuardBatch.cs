using System.Text.Json;
using System.Text.Json.Serialization;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>
/// <c>nlsql guard --jsonl IN --out OUT</c>: a line <c>{"id","verdict","rule","message","sql"}</c> for every line <c>{"id","sql"}</c>. Needs
/// no database: relations are judged by the names of their schemas alone.
/// </summary>
public sealed class GuardBatch(ISqlGuard guard)
{
    /// <param name="input">Statements, one JSON object a line.</param>
    /// <param name="output">Replaced; its folder is made.</param>
    /// <returns>How many lines could not be read.</returns>
    public Task<int> RunAsync(FileInfo input, FileInfo output, CancellationToken cancellationToken) =>
        JsonLinesFile.MapAsync<GuardLine, GuardAnswer>(
            input,
            output,
            (line, _) => Task.FromResult(Judge(line.Id, guard.Check(line.Sql ?? "", GuardScope.NamesOnly))),
            (id, error) => new GuardAnswer(id, "refuse", "unreadable", error, null) { Error = error },
            Environment.ProcessorCount,
            cancellationToken);

    private static GuardAnswer Judge(JsonElement id, GuardVerdict verdict) => verdict is GuardRefusal refusal
        ? new GuardAnswer(id, "refuse", refusal.Rule, refusal.Message, null)
        : new GuardAnswer(id, "accept", null, null, (verdict as GuardApproval)?.Sql.Text);

    /// <summary>A line of the input.</summary>
    private sealed record GuardLine(JsonElement Id, string? Sql);

    /// <summary>A line of the output.</summary>
    private sealed record GuardAnswer(JsonElement Id, string Verdict, string? Rule, string? Message, string? Sql)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Error { get; init; }
    }
}
