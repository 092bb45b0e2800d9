using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>
/// "total amount of the orders and total of the payments": figures of different tables in one row. Joined, the rows of one would multiply those of the
/// other; so each is a query of its own, under the conditions of all.
/// </summary>
internal static class FiguresApart
{
    /// <summary>Null when the figures belong together, or one of them cannot be written.</summary>
    public static RelationalPlan? Of(SchemaModel schema, QueryIntent intent, RelationalPlan joined)
    {
        var isPlain = intent is { Groups.Count: 0, Sorts.Count: 0, MetByGroups.Count: 0, Limit: null }
            && intent.Targets.TrueForAll(t => t is AggregateTerm or CountTerm)
            && intent.Conditions.TrueForAll(c => c is not CompareCondition { Left.IsAggregate: true });
        if (!isPlain || intent.Targets.Select(t => t.Table).Distinct().Count() < 2 || !RowMultiplication.In(joined).Any())
        {
            return null;
        }

        var result = new RelationalPlan();
        foreach (var target in intent.Targets)
        {
            var alone = new QueryIntent { Subject = target.Table };
            alone.Targets.Add(target);
            alone.Conditions.AddRange(intent.Conditions);
            if (Planner.Plan(schema, alone) is not { } figure)
            {
                return null;
            }

            result.Showing(new SubqueryExpression(figure), TermPlanner.NameOf(target));
        }

        return result;
    }
}
