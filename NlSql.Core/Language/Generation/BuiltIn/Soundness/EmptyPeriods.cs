using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Finds dates that no row can have: a stretch that ends before it begins, or two stretches that share no day, asked of one row.</summary>
internal static class EmptyPeriods
{
    public static bool In(RelationalPlan plan) =>
        IsNever(plan.Where)
        || plan.Output.SelectMany(o => ExpressionTree.Nodes(o.Expression)).OfType<FilterExpression>().Any(f => IsNever(f.Only))
        || ExpressionTree.Plans(plan).Any(In);

    private static bool IsNever(IEnumerable<SqlExpression> all)
    {
        var bounds = all.SelectMany(And).OfType<BinaryExpression>().Where(b => b is { Left: ColumnExpression, Right: DateExpression });
        foreach (var column in bounds.GroupBy(b => (ColumnExpression)b.Left))
        {
            var from = column.Where(b => b.Operator == ">=").Max(b => (DateOnly?)((DateExpression)b.Right).Value);
            var to = column.Where(b => b.Operator == "<").Min(b => (DateOnly?)((DateExpression)b.Right).Value);
            if (from >= to)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<SqlExpression> And(SqlExpression expression) =>
        expression is LogicExpression { Operator: "AND" } both ? both.Parts.SelectMany(And) : [expression];
}
