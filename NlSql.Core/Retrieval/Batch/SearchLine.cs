using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Retrieval.Batch;

/// <summary>One line of the batch's input. A line that cannot be read carries its error instead.</summary>
internal sealed record SearchLine(JsonElement? Id, string Question, string? Database, string? Error)
{
    public static SearchLine Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new SearchLine(null, string.Empty, null, "The line is not a JSON object.");
            }

            JsonElement? id = json.RootElement.TryGetProperty("id", out var value) ? value.Clone() : null;
            var question = Text(json.RootElement, "question");
            return new SearchLine(id, question ?? string.Empty, Text(json.RootElement, "db"), question is null ? "The line has no question." : null);
        }
        catch (JsonException)
        {
            return new SearchLine(null, string.Empty, null, "The line is not valid JSON.");
        }
    }

    private static string? Text(JsonElement line, string key) =>
        line.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>One line of the batch's output.</summary>
internal sealed record SearchAnswer
{
    [JsonPropertyName("id")]
    public JsonElement? Id { get; init; }

    [JsonPropertyName("tables")]
    public IReadOnlyList<string> Tables { get; init; } = [];

    [JsonPropertyName("columns")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    [JsonPropertyName("ms")]
    public double Milliseconds { get; init; }

    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}
