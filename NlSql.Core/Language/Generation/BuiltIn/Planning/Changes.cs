using NlSql.Core.Language.Generation.BuiltIn.Intent;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Takes differences of finished figures, whose names read better than the figures written out twice.</summary>
internal static class Changes
{
    public static RelationalPlan Around(RelationalPlan plan, QueryIntent intent, TermPlanner terms, IEnumerable<Term> groups)
    {
        var outer = PlanWrapping.InOrder(plan);
        foreach (var change in intent.Targets.OfType<DifferenceTerm>())
        {
            outer.Output.Add(new OutputColumn(TermPlanner.Change(change, t => Figure(plan, terms.Of(t))), TermPlanner.NameOf(change)));
        }

        if (intent.ShownFrom is { } day && groups.OfType<BucketTerm>().FirstOrDefault() is { } period)
        {
            // Periods before were read to compare with.
            outer.Where.Add(new BinaryExpression(">=", Figure(plan, terms.Of(period)), new DateExpression(day)));
        }

        return outer;
    }

    private static NameExpression Figure(RelationalPlan plan, SqlExpression expression) =>
        new(PlanWrapping.NameOf(plan, expression) ?? throw new InvalidOperationException("A difference is taken of something that is not shown."));
}
