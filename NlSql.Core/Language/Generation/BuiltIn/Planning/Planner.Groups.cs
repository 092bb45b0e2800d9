using NlSql.Core.Language.Generation.BuiltIn.Intent;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <content>Conditions on groups, and queries over groups.</content>
internal sealed partial class Planner
{
    /// <summary>False when the average of the groups cannot be written.</summary>
    private bool AddHaving(List<CompareCondition> counted)
    {
        foreach (var condition in counted)
        {
            var average = condition.Right is AverageOfGroupsOperand ? AverageOfGroups() : null;
            if (average is null && condition.Right is AverageOfGroupsOperand)
            {
                return false;
            }

            plan.Having.Add(conditions.Compare(condition, terms.Of(condition.Left), average));
        }

        return true;
    }

    /// <summary>The average of what each group of this very query has, whatever it is compared with.</summary>
    private SubqueryExpression? AverageOfGroups()
    {
        var each = new QueryIntent { Subject = intent.Subject };
        each.Conditions.AddRange(intent.Conditions.Where(c => c is not CompareCondition { Right: AverageOfGroupsOperand }));
        var left = CountConditions().First(c => c.Right is AverageOfGroupsOperand).Left;
        each.Groups.AddRange(intent.Targets.Where(t => !t.IsAggregate)
            .Select(t => new EntityTerm(t.Table))
            .DefaultIfEmpty(new EntityTerm(intent.Targets[0].Table))
            .Distinct());
        each.Targets.Add(left);
        each.IsMeanOfGroups = true;
        return Plan(schema, each) is { } mean ? new SubqueryExpression(mean) : null;
    }

    /// <summary>"how many students have more than 2 pets": the groups that meet the condition are counted.</summary>
    private RelationalPlan? CountOfGroups(CountTerm single, List<Term> groups, List<CompareCondition> counted)
    {
        foreach (var key in groups.SelectMany(g => KeyOf(g.Table)))
        {
            plan.Output.Add(new OutputColumn(scope.Column(key), null));
            plan.GroupBy.Add(scope.Column(key));
        }

        if (!AddHaving(counted))
        {
            return null;
        }

        var outer = new RelationalPlan { FromPlan = plan };
        outer.Output.Add(new OutputColumn(new FunctionExpression("COUNT", [new StarExpression()]), TermPlanner.CountName(single.Counted)));
        return outer;
    }

    private RelationalPlan MeanOfGroups()
    {
        var name = plan.Output[^1].Name!;
        var outer = new RelationalPlan { FromPlan = plan };
        outer.Output.Add(new OutputColumn(new FunctionExpression("AVG", [new NameExpression(name)]), $"average_{name}"));
        return outer;
    }
}
