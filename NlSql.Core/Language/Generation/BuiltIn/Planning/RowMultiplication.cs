namespace NlSql.Core.Language.Generation.BuiltIn.Planning;

/// <summary>Finds quantities that a join to several rows counts more than once.</summary>
internal static class RowMultiplication
{
    /// <summary>The sums and averages of a level whose rows are multiplied, and the table that multiplies them.</summary>
    public static IEnumerable<(FunctionExpression Aggregate, ColumnExpression Of, TableReference By)> In(RelationalPlan level)
    {
        foreach (var aggregate in Quantities(level).Where(a => !a.IsDistinct))
        {
            var of = ColumnOf(aggregate)!;
            if (MultipliedBy(level, of.Source) is { } by)
            {
                yield return (aggregate, of, by);
            }
        }
    }

    /// <summary>Sums and averages of columns.</summary>
    public static IEnumerable<FunctionExpression> Quantities(RelationalPlan level) =>
        level.Output.Select(o => o.Expression)
            .Concat(level.Having)
            .Concat(level.OrderBy.Select(s => s.Expression))
            .SelectMany(ExpressionTree.Nodes)
            .OfType<FunctionExpression>()
            .Where(f => f.Name is "SUM" or "AVG" && ColumnOf(f) is not null);

    /// <summary>The column that a function is of, be it cast to what can be computed with; null for anything else.</summary>
    public static ColumnExpression? ColumnOf(FunctionExpression function) =>
        function.Arguments is [var only] ? only as ColumnExpression ?? (only as CastExpression)?.Inner as ColumnExpression : null;

    /// <summary>The table that a row of <paramref name="source"/> meets several rows of; null when there is none.</summary>
    private static TableReference? MultipliedBy(RelationalPlan level, TableReference source)
    {
        var reached = new HashSet<TableReference> { source };
        for (var grows = true; grows;)
        {
            grows = false;
            foreach (var join in level.Joins.Where(j => j is { From: not null, Key: not null }))
            {
                var (near, far) = reached.Contains(join.From!) ? (join.From!, join.Table) : (join.Table, join.From!);
                if (reached.Contains(near) && !reached.Contains(far))
                {
                    if (!join.Key!.IsToOne(near.Table))
                    {
                        return far;
                    }

                    grows |= reached.Add(far);
                }
            }
        }

        return null;
    }
}
