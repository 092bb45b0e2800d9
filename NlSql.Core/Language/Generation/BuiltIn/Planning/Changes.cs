using NlSql.Core.Language.Generation.BuiltIn.Intent;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Takes differences of finished figures, whose names read better than the figures written out twice.</summary>
internal static class Changes
{
    /// <summary>Null where a difference is asked of something that is not shown.</summary>
    public static RelationalPlan? Around(RelationalPlan plan, QueryIntent intent, TermPlanner terms, IEnumerable<Term> groups)
    {
        var outer = PlanWrapping.InOrder(plan);
        var day = intent.ShownFrom;
        var period = day is null ? null : groups.OfType<BucketTerm>().FirstOrDefault();
        var figures = intent.Targets.OfType<DifferenceTerm>().SelectMany(d => new[] { d.Now, d.Before }).Append<Term?>(period).OfType<Term>();
        if (figures.Any(t => PlanWrapping.NameOf(plan, terms.Of(t)) is null))
        {
            return null;
        }

        foreach (var change in intent.Targets.OfType<DifferenceTerm>())
        {
            outer.Output.Add(new OutputColumn(TermPlanner.Change(change, t => Figure(plan, terms.Of(t))), TermPlanner.NameOf(change)));
        }

        if (period is not null)
        {
            // Periods before were read to compare with.
            outer.Where.Add(new BinaryExpression(">=", Figure(plan, terms.Of(period)), new DateExpression(day!.Value)));
        }

        return outer;
    }

    private static NameExpression Figure(RelationalPlan plan, SqlExpression expression) => new(PlanWrapping.NameOf(plan, expression)!);
}
