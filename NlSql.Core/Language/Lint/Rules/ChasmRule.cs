using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>Rows counted of a join whose branches multiply each other: what is counted is no thing of any table.</summary>
internal sealed class ChasmRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries.Where(query => query.Sources.Count > 2))
        {
            var groups = query.Groups.Select(query.Find).OfType<LintColumn>().ToList();
            if (query.Own.FirstOrDefault(IsRowCount) is { } call
                && !query.Rows.HasGrain(groups)
                && !IsSelfJoin(query)
                && Branches(query, groups) is [_, _, ..] names)
            {
                yield return new LintWarning(
                    LintRules.Chasm,
                    $"{item.Text(call)} counts pairs: each row of {names[0]} meets every row of {names[1]} that belongs to the same row between them.",
                    "Count each branch in a sub-query of its own, or use count(DISTINCT ...) of the key that is meant.");
            }
        }
    }

    private static bool IsRowCount(ParseNode node) => node.Kind == "FuncCall"
        && !node.Has("over") && node.Flag("agg_star") && node.Names("funcname")[^1] == "count";

    /// <summary>Pairs of the same things are asked for as pairs.</summary>
    private static bool IsSelfJoin(LintQuery query) => query.Sources.GroupBy(source => source.Name, StringComparer.Ordinal).Any(same => same.Count() > 1);

    /// <summary>Sources that no other one tells: the ends of the branches.</summary>
    private static List<string> Branches(LintQuery query, List<LintColumn> groups)
    {
        var ends = query.Sources.Where(source => !source.IsUnknown).ToHashSet();
        foreach (var other in query.Sources)
        {
            var several = query.Rows.Several([other], groups).Select(met => met.Source).ToHashSet();
            ends.RemoveWhere(source => source != other && !several.Contains(source));
        }

        return [.. query.Sources.Where(ends.Contains).Select(source => source.Name)];
    }
}
