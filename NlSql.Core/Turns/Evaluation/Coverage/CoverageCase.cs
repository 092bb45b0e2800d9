using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Evaluation.Coverage;

/// <summary>A question of which it is known what has to be read for it; keys that are not named here are ignored.</summary>
public sealed record CoverageCase
{
    public JsonElement? Id { get; init; }

    public string? Db { get; init; }

    public string? Question { get; init; }

    /// <summary>Queries that are right; what any of them reads will do.</summary>
    [JsonPropertyName("gold_sql")]
    public IReadOnlyList<string>? GoldSql { get; init; }

    /// <summary>Tables that are needed, where that is known without a query.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>Columns that are needed, each <c>table.column</c>.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public bool HasGold => GoldSql is { Count: > 0 } || Tables is { Count: > 0 };
}
