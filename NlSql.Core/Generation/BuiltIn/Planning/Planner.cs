using NlSql.Core.Generation.BuiltIn.Intent;
using NlSql.Core.Generation.BuiltIn.Linking;

namespace NlSql.Core.Generation.BuiltIn.Planning;

/// <summary>Turns an intent into one SELECT: which tables, how they are joined, at which grain rows are counted.</summary>
internal sealed class Planner
{
    private readonly SchemaModel schema;
    private readonly QueryIntent intent;
    private readonly RelationalPlan plan = new();
    private readonly JoinScope scope;
    private readonly ConditionPlanner conditions;
    private readonly Func<JoinEdge, double>? preference;

    private Planner(SchemaModel schema, QueryIntent intent, Func<JoinEdge, double>? preference)
    {
        this.schema = schema;
        this.intent = intent;
        this.preference = preference;
        var aliases = new HashSet<string>();
        scope = new JoinScope(schema.Joins, plan, Root(), aliases);
        conditions = new ConditionPlanner(schema, scope, aliases, preference);
    }

    /// <summary>Null when tables that belong together are not connected by any key.</summary>
    public static RelationalPlan? Plan(SchemaModel schema, QueryIntent intent, Func<JoinEdge, double>? preference = null) => new Planner(schema, intent, preference).Build();

    private RelationalPlan? Build()
    {
        var counted = CountConditions().ToList();
        var groups = GroupTerms(counted);
        foreach (var term in intent.Targets.Concat(groups).Concat(intent.Sorts.Select(s => s.Term)).Concat(counted.Select(c => c.Left)))
        {
            if (!scope.Join(term.Table, preference))
            {
                return null;
            }
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
        foreach (var condition in counted)
        {
            plan.Having.Add(conditions.Compare(condition, Expression(condition.Left)));
        }

        foreach (var sort in intent.Sorts)
        {
            AddSort(sort);
        }

        plan.IsDistinct = intent.IsDistinct && !grouped;
        plan.Limit = intent.Limit;
        if (intent.IsMeanOfGroups && grouped)
        {
            return MeanOfGroups();
        }

        DefaultOrder.Apply(plan, groups.OfType<BucketTerm>().Select(Expression), intent.IsBottom);
        LostRows.Keep(plan);
        return plan;
    }

    private TableNode Root() =>
        intent.Targets.OfType<CountTerm>().FirstOrDefault()?.Table ?? intent.Targets.FirstOrDefault(t => t.Table == intent.Subject)?.Table ?? intent.Targets[0].Table;

    /// <summary>Conditions on counts and other aggregates, which belong into HAVING.</summary>
    private IEnumerable<CompareCondition> CountConditions() => intent.Conditions.OfType<CompareCondition>().Where(c => c.Left.IsAggregate && c.Negation == 0);

    private List<Term> GroupTerms(List<CompareCondition> counted)
    {
        var terms = new List<Term>(intent.Groups);
        var aggregated = intent.HasAggregate || intent.Sorts.Any(s => s.Term.IsAggregate) || counted.Count > 0;
        if (!aggregated)
        {
            return intent.Groups.Count > 0 && !intent.Sorts.Any(s => s.Term.IsAggregate) ? [] : terms;
        }

        foreach (var target in intent.Targets.Where(t => !t.IsAggregate))
        {
            if (!terms.Contains(target))
            {
                terms.Add(target);
            }
        }

        if (terms.Count == 0 && counted.Count > 0)
        {
            terms.Add(new EntityTerm(intent.Targets[0].Table));
        }

        return terms;
    }

    /// <summary>"how many students have more than 2 pets": the groups that meet the condition are counted.</summary>
    private RelationalPlan CountOfGroups(CountTerm single, List<Term> groups, List<CompareCondition> counted)
    {
        foreach (var key in groups.SelectMany(g => KeyOf(g.Table)))
        {
            plan.Output.Add(new OutputColumn(scope.Column(key), null));
            plan.GroupBy.Add(scope.Column(key));
        }

        foreach (var condition in counted)
        {
            plan.Having.Add(conditions.Compare(condition, Expression(condition.Left)));
        }

        var outer = new RelationalPlan { FromPlan = plan };
        outer.Output.Add(new OutputColumn(new FunctionExpression("COUNT", [new StarExpression()]), CountName(single.Counted)));
        return outer;
    }

    private RelationalPlan MeanOfGroups()
    {
        var name = plan.Output[^1].Name!;
        var outer = new RelationalPlan { FromPlan = plan };
        outer.Output.Add(new OutputColumn(new FunctionExpression("AVG", [new NameExpression(name)]), $"average_{name}"));
        return outer;
    }

    private void AddOutput(List<Term> groups)
    {
        var shown = new HashSet<SqlExpression>();
        foreach (var term in groups.Where(g => !intent.Targets.Contains(g)).Concat(intent.Targets))
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
            var all = entity.WithAllColumns && !grouped && !intent.IsDistinct && intent.Targets.Count == 1;
            var columns = all ? entity.Entity.Columns : intent.IsDistinct && !grouped ? entity.Entity.Display : entity.Entity.Key.Concat(entity.Entity.Display);
            return columns.Distinct().Select(c => new OutputColumn(scope.Column(c), null));
        }

        return [new OutputColumn(Expression(term), NameOf(term))];
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
            case EntityTerm entity:
                return entity.Entity.Key.Concat(entity.Entity.Display).Distinct().Select(scope.Column);
            case ColumnTerm { Column: var column } when !intent.Groups.Contains(term) && IsNamedEntity(column):
                return column.Table.Key.Append(column).Distinct().Select(scope.Column);
            default:
                return [Expression(term)];
        }
    }

    /// <summary>A column asked along with a count of rows of another table stands for its own table's rows.</summary>
    private bool IsNamedEntity(ColumnNode column)
    {
        var aggregated = intent.Targets.Concat(intent.Sorts.Select(s => s.Term)).Concat(CountConditions().Select(c => c.Left)).Where(t => t.IsAggregate).Select(t => t.Table).ToList();
        return (column.Table.Display.Contains(column) || intent.Mentions.Any(m => m.Table == column.Table)) && !aggregated.Contains(column.Table) && column.Table.Key.Count > 0 && intent.Groups.Count == 0;
    }

    private void AddSort(SortKey sort)
    {
        if (!sort.Term.IsAggregate && (plan.GroupBy.Count > 0 || intent.HasAggregate) && !plan.GroupBy.Contains(Expression(sort.Term)))
        {
            if (plan.GroupBy.Count == 0)
            {
                return;
            }

            var inner = Expression(sort.Term);
            plan.OrderBy.Add(new PlannedSort(new FunctionExpression(sort.IsDescending ? "MAX" : "MIN", [inner]), sort.IsDescending, sort.IsDescending));
            return;
        }

        foreach (var expression in sort.Term is EntityTerm entity ? entity.Entity.Display.Select(c => (SqlExpression)scope.Column(c)) : [Expression(sort.Term)])
        {
            plan.OrderBy.Add(new PlannedSort(expression, sort.IsDescending, sort.IsDescending));
        }
    }

    private SqlExpression Expression(Term term) => term switch
    {
        ColumnTerm column => scope.Column(column.Column),
        CountTerm { Column: { } column } => new FunctionExpression("COUNT", [scope.Column(column)], IsDistinct: true),
        CountTerm count => Count(count),
        AggregateTerm aggregate => new FunctionExpression(FunctionOf(aggregate.Kind), [scope.Column(aggregate.Column)], aggregate.IsDistinct),
        BucketTerm bucket => new FunctionExpression("date_trunc", [new TextExpression(bucket.Unit), scope.Column(bucket.Column)]),
        EntityTerm { Entity: var entity } => scope.Column(KeyOf(entity)[0]),
        _ => throw new NotSupportedException(term.GetType().Name),
    };

    /// <summary>Counts joined rows where each stands for one row of the counted table, else its keys.</summary>
    private FunctionExpression Count(CountTerm count)
    {
        var fansOut = scope.Tables.Any(t => t != count.Counted && !t.IsBridge && schema.Joins.Path([count.Counted], t, preference) is { } path && path.Any(s => !s.IsToOne && !path.Any(p => p.To.IsBridge)));
        var key = count.Counted.Key;
        return fansOut && key.Count == 1
            ? new FunctionExpression("COUNT", [scope.Column(key[0])], IsDistinct: true)
            : new FunctionExpression("COUNT", [new StarExpression()]);
    }

    public static string FunctionOf(AggregateKind kind) => kind switch
    {
        AggregateKind.Average => "AVG",
        AggregateKind.Sum => "SUM",
        AggregateKind.Maximum => "MAX",
        _ => "MIN",
    };

    private static string? NameOf(Term term) => term switch
    {
        CountTerm { Column: { } column } => $"number_of_{column.Info.Name}",
        CountTerm count => CountName(count.Counted),
        AggregateTerm { Kind: AggregateKind.Average } a => $"average_{a.Column.Info.Name}",
        AggregateTerm { Kind: AggregateKind.Sum, Column.Words: ["total", ..] } a => a.Column.Info.Name,
        AggregateTerm { Kind: AggregateKind.Sum } a => $"total_{a.Column.Info.Name}",
        AggregateTerm { Kind: AggregateKind.Maximum } a => $"max_{a.Column.Info.Name}",
        AggregateTerm a => $"min_{a.Column.Info.Name}",
        BucketTerm bucket => bucket.Unit,
        _ => null,
    };

    private static string CountName(TableNode table) => $"number_of_{table.Name}";

    private static IReadOnlyList<ColumnNode> KeyOf(TableNode table) => table.Key.Count > 0 ? table.Key : table.Display.Count > 0 ? table.Display : [table.Columns[0]];
}
