using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Guarding;

/// <summary>
/// Judges JSON lines <c>{"id","sql"}</c> without a database and writes <c>{"id","verdict":"accept"|"refuse","rule","message","sql"}</c> for
/// each, in the same order; <c>sql</c> is the approved text. A line that cannot be read is refused and also gets <c>"error"</c>.
/// </summary>
public sealed class GuardBatch
{
    private readonly ISqlGuard guard;

    public GuardBatch(ISqlGuard guard) => this.guard = guard;

    /// <summary>Returns the number of lines written: one for each line of the input that is not blank.</summary>
    public async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var written = 0;
        while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                var answer = JsonSerializer.Serialize(Judge(line), GuardBatchJson.Default.Answer);
                await output.WriteLineAsync(answer.AsMemory(), cancellationToken).ConfigureAwait(false);
                written++;
            }
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return written;
    }

    private Answer Judge(string line)
    {
        JsonElement? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out var given))
            {
                id = given.Clone();
            }

            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("sql", out var sql) || sql.ValueKind != JsonValueKind.String)
            {
                return Unusable(id, "The line has no \"sql\" text.");
            }

            return guard.Check(sql.GetString()!, GuardScope.NamesOnly) switch
            {
                GuardApproval approval => new Answer(id, "accept", null, null, approval.Sql.Text, null),
                GuardRefusal refusal => new Answer(id, "refuse", refusal.Rule, refusal.Message, null, null),
                var other => throw new InvalidOperationException($"A verdict of an unknown kind: {other.GetType().Name}."),
            };
        }
        catch (JsonException exception)
        {
            return Unusable(id, $"The line is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException exception)
        {
            // A JSON string that escapes half of a surrogate pair has no text.
            return Unusable(id, exception.Message);
        }
    }

    private static Answer Unusable(JsonElement? id, string error) => new(id, "refuse", "line-not-usable", error, null, error);

    /// <summary>One output line; null members are written, but for the error.</summary>
    internal sealed record Answer(
        [property: JsonPropertyName("id")] JsonElement? Id,
        [property: JsonPropertyName("verdict")] string Verdict,
        [property: JsonPropertyName("rule")] string? Rule,
        [property: JsonPropertyName("message")] string? Message,
        [property: JsonPropertyName("sql")] string? Sql,
        [property: JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
}

[JsonSerializable(typeof(GuardBatch.Answer))]
internal sealed partial class GuardBatchJson : JsonSerializerContext
{
}
