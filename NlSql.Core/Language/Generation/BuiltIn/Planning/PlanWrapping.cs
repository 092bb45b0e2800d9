namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Puts a query around another one, for what can only be said of its finished rows.</summary>
internal static class PlanWrapping
{
    private const string Rank = "rank_in_group";

    /// <summary>
    /// The rows that stand among the first <paramref name="count"/> of their group in the order of <paramref name="inner"/>, or at that place when
    /// <paramref name="isExact"/>. Rows that are equal share a place, so that none is left out by chance.
    /// </summary>
    public static RelationalPlan Ranked(RelationalPlan inner, IReadOnlyList<SqlExpression> groups, int count, bool isExact)
    {
        var order = inner.OrderBy.ToList();
        inner.OrderBy.Clear();
        inner.Limit = null;
        var outer = Around(inner);
        inner.Output.Add(new OutputColumn(new WindowExpression(new FunctionExpression(isExact ? "DENSE_RANK" : "RANK", []), groups, order), Rank));
        outer.Where.Add(new BinaryExpression(isExact || count == 1 ? "=" : "<=", new NameExpression(Rank), new NumberExpression(count)));
        foreach (var shown in inner.Output.Where(o => groups.Any(g => ExpressionTree.AreSame(g, o.Expression))))
        {
            outer.OrderBy.Add(new PlannedSort(new NameExpression(shown.Name!), IsDescending: false, NullsLast: false));
        }

        outer.OrderBy.Add(new PlannedSort(new NameExpression(Rank), IsDescending: false, NullsLast: false));
        return outer;
    }

    /// <summary>Shows the place that each row has in the order; equal rows share one.</summary>
    public static void ShowPlace(RelationalPlan plan) =>
        plan.Output.Add(new OutputColumn(new WindowExpression(new FunctionExpression("RANK", []), [], [.. plan.OrderBy]), "place"));

    /// <summary>The rows of <paramref name="inner"/> in their order, so that its outputs can be computed with by name.</summary>
    public static RelationalPlan InOrder(RelationalPlan inner)
    {
        var order = inner.OrderBy.ToList();
        inner.OrderBy.Clear();
        var outer = Around(inner);
        outer.OrderBy.AddRange(order.Where(s => NameOf(inner, s.Expression) is not null)
            .Select(s => s with { Expression = new NameExpression(NameOf(inner, s.Expression)!) }));
        outer.Limit = inner.Limit;
        inner.Limit = null;
        return outer;
    }

    /// <summary>What an expression is called in the rows of a plan; null when they do not have it.</summary>
    public static string? NameOf(RelationalPlan inner, SqlExpression expression) =>
        inner.Output.FirstOrDefault(o => ExpressionTree.AreSame(o.Expression, expression))?.Name;

    /// <summary>The rows of <paramref name="inner"/> as they are; its outputs get names.</summary>
    public static RelationalPlan Around(RelationalPlan inner)
    {
        var named = Named(inner.Output);
        inner.Output.Clear();
        inner.Output.AddRange(named);
        var outer = new RelationalPlan { FromPlan = inner };
        outer.Output.AddRange(named.Select(o => new OutputColumn(new NameExpression(o.Name!), null)));
        return outer;
    }

    /// <summary>Gives each output a name of its own, led by its table's where two columns are called the same.</summary>
    private static List<OutputColumn> Named(IReadOnlyList<OutputColumn> output)
    {
        var twice = output.Select(Plain).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var taken = new HashSet<string>();
        return [.. output.Select(o =>
        {
            var name = twice.Contains(Plain(o)) && o.Expression is ColumnExpression column ? $"{column.Source.Alias}_{column.Column.Info.Name}" : Plain(o);
            var free = name;
            for (var n = 2; !taken.Add(free); n++)
            {
                free = $"{name}_{n}";
            }

            return o with { Name = free };
        })];
    }

    private static string Plain(OutputColumn output) => output.Name ?? output.Expression switch
    {
        ColumnExpression column => column.Column.Info.Name,
        NameExpression name => name.Name,
        DerivedExpression derived => derived.Name,
        _ => "value",
    };
}
