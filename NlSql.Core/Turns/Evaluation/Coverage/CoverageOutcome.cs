using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Evaluation.Coverage;

/// <summary>What one prompt holds of what its question needs.</summary>
/// <param name="Fits">The whole schema is in it.</param>
/// <param name="Tokens">Estimated, of the whole prompt.</param>
/// <param name="MissingTables">Needed, and not in it.</param>
/// <param name="MissingColumns">Needed columns of tables that are in it.</param>
public sealed record CoverageOutcome(
    JsonElement? Id, string? Db, bool Fits, int Tokens, IReadOnlyList<string> MissingTables, IReadOnlyList<string> MissingColumns)
{
    /// <summary>Why nothing can be said: no right query could be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    [JsonIgnore]
    public bool HasTables => MissingTables.Count == 0;

    [JsonIgnore]
    public bool HasAll => HasTables && MissingColumns.Count == 0;
}

/// <summary>The outcomes of one database, or of all.</summary>
/// <param name="Fits">Prompts that hold the whole schema.</param>
/// <param name="WithTables">Prompts that hold every table that is needed.</param>
/// <param name="WithAll">Prompts that hold every table and column that is needed.</param>
/// <param name="Tokens">Estimated, of the longest prompt.</param>
public sealed record CoverageGroup(string Name, int Prompts, int Fits, int WithTables, int WithAll, int Tokens)
{
    /// <summary>One group for each database, and one of all in the end. Cases without a readable query are left out.</summary>
    public static IReadOnlyList<CoverageGroup> Of(IReadOnlyList<CoverageOutcome> outcomes)
    {
        List<CoverageOutcome> counted = [.. outcomes.Where(outcome => outcome.Error is null)];
        return
        [
            .. counted.GroupBy(outcome => outcome.Db ?? string.Empty, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Of(group.Key, [.. group])),
            Of("all", counted),
        ];
    }

    private static CoverageGroup Of(string name, IReadOnlyList<CoverageOutcome> outcomes) => new(
        name,
        outcomes.Count,
        outcomes.Count(outcome => outcome.Fits),
        outcomes.Count(outcome => outcome.HasTables),
        outcomes.Count(outcome => outcome.HasAll),
        outcomes.Select(outcome => outcome.Tokens).DefaultIfEmpty(0).Max());
}
