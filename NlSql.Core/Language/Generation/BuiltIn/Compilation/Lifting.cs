using NlSql.Core.Language.Generation.BuiltIn.Planning;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>
/// A query around another one, for what cannot be said of windows within it: conditions on them, and places among them. What is needed of the
/// rows but not shown becomes an output of the inner query only.
/// </summary>
internal sealed class Lifting
{
    private const string Unshown = "unshown";

    private readonly RelationalPlan inner;

    public Lifting(RelationalPlan inner)
    {
        this.inner = inner;
        Outer = PlanWrapping.Around(inner);
    }

    public RelationalPlan Outer { get; }

    public static bool HasWindow(SqlExpression expression) => ExpressionTree.Nodes(expression).Any(e => e is WindowExpression);

    /// <summary>An expression of the inner query, as the outer one calls it.</summary>
    public SqlExpression Lift(SqlExpression expression)
    {
        if (PlanWrapping.NameOf(inner, expression) is { } known)
        {
            return new NameExpression(known);
        }

        var name = Unshown;
        for (var n = 2; inner.Output.Exists(o => o.Name == name); n++)
        {
            name = $"{Unshown}_{n}";
        }

        inner.Output.Add(new OutputColumn(expression, name));
        return new NameExpression(name);
    }

    public PlannedSort Lift(PlannedSort sort) => sort with { Expression = Lift(sort.Expression) };
}
