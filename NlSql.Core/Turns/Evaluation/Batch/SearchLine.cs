using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>One line of the batch's input.</summary>
internal sealed record SearchLine(JsonElement? Id, string? Question, string? Db);

/// <summary>One line of the batch's output.</summary>
internal sealed record SearchAnswer
{
    public JsonElement? Id { get; init; }

    public IReadOnlyList<string> Tables { get; init; } = [];

    public IReadOnlyList<string> Columns { get; init; } = [];

    [JsonPropertyName("ms")]
    public double Milliseconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}
