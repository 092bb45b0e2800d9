using NlSql.Core.Language.Lint;

namespace NlSql.Core.Turns.Evaluation.Linting;

/// <summary>A gold query and what the lint says of it.</summary>
/// <param name="Id">Of its case.</param>
/// <param name="Refused">Why the guard would not have it, so that it was not looked at; null when it was.</param>
public sealed record LintedQuery(string Id, string? Db, string Question, string Sql, string? Refused, IReadOnlyList<LintWarning> Warnings);

/// <summary>How often each rule speaks.</summary>
/// <param name="Queries">Gold queries that were looked at.</param>
/// <param name="Refused">Those that the guard refused.</param>
/// <param name="ByRule">Queries with at least one warning of the rule.</param>
/// <param name="Silent">Queries without any.</param>
public sealed record LintReport(int Queries, int Refused, int Silent, IReadOnlyDictionary<string, int> ByRule)
{
    /// <summary>Counts what was found.</summary>
    public static LintReport Of(IReadOnlyList<LintedQuery> queries)
    {
        var seen = queries.Where(query => query.Refused is null).ToList();
        var byRule = seen.SelectMany(query => query.Warnings.Select(warning => warning.Rule).Distinct())
            .CountBy(rule => rule)
            .OrderByDescending(rule => rule.Value)
            .ToDictionary(rule => rule.Key, rule => rule.Value, StringComparer.Ordinal);
        return new LintReport(seen.Count, queries.Count - seen.Count, seen.Count(query => query.Warnings.Count == 0), byRule);
    }
}
