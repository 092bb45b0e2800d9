using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Turns an intent into one SELECT: which tables, how they are joined, at which grain rows are counted.</summary>
internal sealed partial class Planner
{
    private readonly SchemaModel schema;
    private readonly QueryIntent intent;
    private readonly RelationalPlan plan = new();
    private readonly JoinScope scope;
    private readonly ConditionPlanner conditions;
    private readonly TermPlanner terms;

    private Planner(SchemaModel schema, QueryIntent intent, HashSet<string> aliases)
    {
        this.schema = schema;
        this.intent = intent;
        scope = new JoinScope(schema.Joins, plan, Root(), aliases);
        conditions = new ConditionPlanner(schema, scope, aliases);
        terms = new TermPlanner(schema, scope, conditions);
    }

    /// <summary>Null when tables that belong together are not connected by any key.</summary>
    /// <param name="aliases">Names that are taken by the queries around this one.</param>
    public static RelationalPlan? Plan(SchemaModel schema, QueryIntent intent, HashSet<string>? aliases = null) =>
        intent.Targets is [RatioTerm { Numerator: ScalarTerm, Denominator: ScalarTerm } ratio]
            ? Alone(schema, ratio)
            : new Planner(schema, intent, aliases ?? []).Build() is { } joined
                ? FiguresApart.Of(schema, intent, joined) ?? joined
                : null;

    /// <summary>Figures of different tables in one row, without FROM.</summary>
    private static RelationalPlan? Alone(SchemaModel schema, RatioTerm ratio) =>
        TermPlanner.Alone(schema, ratio) is { } expression ? new RelationalPlan().Showing(expression, TermPlanner.NameOf(ratio)) : null;

    private RelationalPlan? Build()
    {
        var counted = CountConditions();
        var groups = GroupTerms(counted);
        var isReached = intent.Targets.Concat(groups).Concat(intent.Groups).Concat(intent.Sorts.Select(s => s.Term)).Concat(counted.Select(c => c.Left))
            .SelectMany(t => t.Tables).ToList().TrueForAll(t => scope.Join(t));
        if (!isReached)
        {
            return null;
        }

        var grouped = groups.Count > 0;
        foreach (var group in intent.Conditions.Except(counted).GroupBy(c => c.Negation))
        {
            if (!conditions.Add(plan.Where, [.. group], group.Key > 0, canFanOut: false))
            {
                return null;
            }
        }

        if (intent.Targets is [CountTerm { Column: null } single] && grouped && intent.Groups.Count == 0 && intent.Sorts.Count == 0)
        {
            return CountOfGroups(single, groups, counted);
        }

        AddOutput(groups);
        AddGroups(groups);
        if (!AddHaving(counted) || !AddMetByGroups())
        {
            return null;
        }

        foreach (var sort in intent.Sorts)
        {
            AddSort(sort);
        }

        plan.IsDistinct = intent.IsDistinct && !grouped;
        plan.Limit = intent.Limit;
        // A table may have no column that anybody may read.
        return terms.HasFailed || plan.Output.Count == 0 || IsOrderHidden() ? null : Finish(groups);
    }

    /// <summary>Different rows cannot be put in the order of something that is not shown: it has several values for each.</summary>
    private bool IsOrderHidden() => plan.IsDistinct && plan.OrderBy.Exists(s => !plan.Output.Exists(o => ExpressionTree.AreSame(o.Expression, s.Expression)));

    /// <summary>What has to be said around the query rather than in it.</summary>
    private RelationalPlan? Finish(List<Term> groups)
    {
        if (intent.IsMeanOfGroups && groups.Count > 0)
        {
            return MeanOfGroups();
        }

        DefaultOrder.Apply(plan, groups.OfType<BucketTerm>().Select(terms.Of), intent.IsBottom);
        LostRows.Keep(plan);
        if (intent.ShowsPlace)
        {
            PlanWrapping.ShowPlace(plan);
        }

        if (intent.Targets.Exists(t => t is DifferenceTerm))
        {
            return Changes.Around(plan, intent, terms, groups);
        }

        return (intent.IsLimitPerGroup || intent.Nth is not null) && plan.OrderBy.Count > 0
            ? PlanWrapping.Ranked(
                plan,
                intent.IsLimitPerGroup ? [.. intent.Groups.SelectMany(GroupExpressions)] : [],
                intent.Nth ?? intent.Limit ?? 1,
                isExact: intent.Nth is not null)
            : plan;
    }

    /// <summary>"both ... and ...": among the rows of the group there is one for each.</summary>
    private bool AddMetByGroups()
    {
        foreach (var set in intent.MetByGroups)
        {
            var parts = new List<SqlExpression>();
            foreach (var group in set.GroupBy(c => c.Negation))
            {
                if (!conditions.Add(parts, [.. group], group.Key > 0, canFanOut: false))
                {
                    return false;
                }
            }

            if (parts.Count == 0)
            {
                return false;
            }

            plan.Having.Add(new FunctionExpression("bool_or", [parts.Count == 1 ? parts[0] : new LogicExpression("AND", parts)]));
        }

        return true;
    }

    private TableNode Root() =>
        intent.Targets.OfType<CountTerm>().FirstOrDefault()?.Table
            ?? intent.Targets.FirstOrDefault(t => t.Table == intent.Subject)?.Table
            ?? intent.Targets[0].Table;

    /// <summary>Conditions on counts and other aggregates, which belong into HAVING.</summary>
    private List<CompareCondition> CountConditions()
    {
        List<CompareCondition> all = [.. intent.Conditions.OfType<CompareCondition>().Where(c => c.Left.IsAggregate && c.Negation == 0)];
        var others = intent.Targets.Concat(intent.Sorts.Select(s => s.Term))
            .Where(t => t.IsAggregate && !(t is CountTerm && t.Table == Root()))
            .Select(t => t.Table);
        // Rows of several tables multiply each other in one group: such counts are taken one by one, beside the row.
        return all.Select(c => c.Left.Table).Concat(others).Distinct().Count() > 1 && all.TrueForAll(c => c.Right is not AverageOfGroupsOperand) ? [] : all;
    }

    private List<Term> GroupTerms(List<CompareCondition> counted)
    {
        var keys = new List<Term>(intent.Groups);
        var aggregated = intent.HasAggregate || intent.Sorts.Any(s => s.Term.IsAggregate) || counted.Count > 0 || intent.MetByGroups.Count > 0;
        if (!aggregated)
        {
            return intent.Groups.Count > 0 && !intent.Sorts.Any(s => s.Term.IsAggregate) ? [] : keys;
        }

        foreach (var target in intent.Targets.Where(t => !t.IsAggregate))
        {
            if (!keys.Contains(target))
            {
                keys.Add(target);
            }
        }

        if (keys.Count == 0 && counted.Count > 0)
        {
            keys.Add(new EntityTerm(intent.Targets[0].Table));
        }

        return keys;
    }

    private void AddOutput(List<Term> groups)
    {
        var shown = new HashSet<SqlExpression>();
        var shownGroups = intent.IsLimitPerGroup ? intent.Groups.Concat(groups) : groups;
        foreach (var term in shownGroups.Where(g => !intent.Targets.Contains(g)).Concat(intent.Targets).Where(t => t is not DifferenceTerm))
        {
            foreach (var output in Output(term, groups.Count > 0))
            {
                if (shown.Add(output.Expression))
                {
                    plan.Output.Add(output);
                }
            }
        }

        // What decided the order is worth seeing, as long as it does not change which rows are distinct.
        foreach (var sort in intent.Sorts.Where(_ => !intent.IsDistinct || groups.Count > 0))
        {
            var canShow = sort.Term.IsAggregate ? groups.Count > 0 : groups.Count == 0 && !intent.HasAggregate;
            if (canShow && Output(sort.Term, grouped: false).ToList() is [var single] && shown.Add(single.Expression))
            {
                plan.Output.Add(single);
            }
        }
    }

    private IEnumerable<OutputColumn> Output(Term term, bool grouped)
    {
        if (term is EntityTerm entity)
        {
            var all = entity.WithAllColumns && !grouped && !intent.IsDistinct && intent.Targets.Count == 1 && !intent.IsLimitPerGroup;
            var columns = all ? entity.Entity.Columns : intent.IsDistinct && !grouped ? entity.Entity.Display : entity.Entity.Key.Concat(entity.Entity.Display);
            return columns.Distinct().Select(c => new OutputColumn(scope.Column(c), null));
        }

        return [new OutputColumn(terms.Of(term), TermPlanner.NameOf(term))];
    }

    private void AddGroups(List<Term> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        var seen = new HashSet<SqlExpression>();
        foreach (var expression in groups.SelectMany(GroupExpressions).Where(seen.Add))
        {
            plan.GroupBy.Add(expression);
        }
    }

    private IEnumerable<SqlExpression> GroupExpressions(Term term)
    {
        switch (term)
        {
            case ColumnTerm { Column: var column } when !intent.Groups.Contains(term) && IsNamedEntity(column):
                return column.Table.Key.Append(column).Distinct().Select(scope.Column);
            default:
                return terms.KeysOf(term);
        }
    }

    /// <summary>A column asked along with a count of rows of another table stands for its own table's rows.</summary>
    private bool IsNamedEntity(ColumnNode column)
    {
        var aggregated = intent.Targets.Concat(intent.Sorts.Select(s => s.Term))
            .Concat(CountConditions().Select(c => c.Left))
            .Where(t => t.IsAggregate)
            .Select(t => t.Table)
            .ToList();
        return (column.Table.Display.Contains(column) || intent.Mentions.Any(m => m.Table == column.Table))
            && !aggregated.Contains(column.Table)
            && column.Table.Key.Count > 0
            && intent.Groups.Count == 0;
    }

    private void AddSort(SortKey sort)
    {
        if (!sort.Term.IsAggregate && (plan.GroupBy.Count > 0 || intent.HasAggregate) && !plan.GroupBy.Contains(terms.Of(sort.Term)))
        {
            if (plan.GroupBy.Count == 0)
            {
                return;
            }

            var inner = terms.Of(sort.Term);
            plan.OrderBy.Add(new PlannedSort(new FunctionExpression(sort.IsDescending ? "MAX" : "MIN", [inner]), sort.IsDescending, sort.IsDescending));
            return;
        }

        foreach (var expression in sort.Term is EntityTerm entity ? entity.Entity.Display.Select(c => (SqlExpression)scope.Column(c)) : [terms.Of(sort.Term)])
        {
            plan.OrderBy.Add(new PlannedSort(expression, sort.IsDescending, sort.IsDescending));
        }
    }

    public static IReadOnlyList<ColumnNode> KeyOf(TableNode table) =>
        table.Key.Count > 0 ? table.Key : table.Display.Count > 0 ? table.Display : [table.Columns[0]];
}
