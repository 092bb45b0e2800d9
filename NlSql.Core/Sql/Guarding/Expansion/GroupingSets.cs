using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>How many sets GROUPING SETS, CUBE and ROLLUP come to.</summary>
internal static class GroupingSets
{
    /// <summary>Several of them in one GROUP BY multiply; 0 where there are none.</summary>
    public static double Count(IReadOnlyList<ParseNode> items) =>
        items.Where(item => item.Kind == "GroupingSet").Select(Sets).DefaultIfEmpty(0).Aggregate((product, sets) => product * sets);

    private static double Sets(ParseNode item)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var content = item.List("content");
        return item.Text("kind") switch
        {
            "GROUPING_SET_CUBE" => Math.Pow(2, content.Count),
            "GROUPING_SET_ROLLUP" => content.Count + 1,
            "GROUPING_SET_SETS" => content.Sum(set => set.Kind == "GroupingSet" ? Sets(set) : 1),
            _ => 1,
        };
    }
}
