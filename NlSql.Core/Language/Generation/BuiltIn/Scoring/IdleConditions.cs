using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>Conditions that all rows meet, or none: words that say something came to nothing, so they were hardly understood.</summary>
internal static class IdleConditions
{
    private const double AlwaysMet = 0.93;
    private const double NeverMet = 0.7;

    /// <summary>What is left of the score: 1 without such conditions.</summary>
    public static double Factor(RelationalPlan plan)
    {
        var constants = Constants(plan).ToList();
        return constants.Exists(c => !c.Value) ? NeverMet : constants.Count > 0 ? AlwaysMet : 1;
    }

    private static IEnumerable<BooleanExpression> Constants(RelationalPlan plan) =>
        plan.Where.SelectMany(ExpressionTree.Nodes).OfType<BooleanExpression>().Concat(ExpressionTree.Plans(plan).SelectMany(Constants));
}
