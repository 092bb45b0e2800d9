using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Workspace;

/// <summary>How a turn is written into its row. Unknown members are skipped, so that an older NlSql reads what a newer one wrote.</summary>
internal static class TurnJson
{
    /// <summary>Of everything that is kept of turns.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 128,
    };

    public static string Write(Turn turn) => JsonSerializer.Serialize(turn, Options);

    public static Turn Read(string json) => JsonSerializer.Deserialize<Turn>(json, Options)
        ?? throw new JsonException("A turn is an object.");
}
