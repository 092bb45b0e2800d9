using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds an order that says again what the rank has said: "the lakes with the largest areas, ordered from largest to smallest".</summary>
internal static class Restated
{
    public static bool IsIn(OrderPart order, BestPart best)
    {
        var isDown = best.Degree?.IsMore ?? best.IsDescending;
        return (!order.HasDirection || order.IsDescending == isDown) && (order.Key is null ? IsSame(order.Degree, best) : IsSame(order.Key, best.Key));
    }

    private static bool IsSame(Lattice.DegreeWord? degree, BestPart best) =>
        degree is null || best.Degree is null || degree.Dimension.Columns.Intersect(best.Degree.Dimension.Columns).Any();

    private static bool IsSame(OperandPart? key, OperandPart? other) => (key, other) switch
    {
        (CountPart { Of: EntityPart one }, CountPart { Of: EntityPart two }) => one.Name.Tables[0].Node == two.Name.Tables[0].Node,
        (AttributePart one, AttributePart two) => one.Name.Columns[0].Node == two.Name.Columns[0].Node,
        (AggregatePart one, AggregatePart two) => one.Function == two.Function && IsSame(one.Of, two.Of),
        (MeasurePart one, MeasurePart two) => one.Name.Measures[0].Node == two.Name.Measures[0].Node,
        _ => false,
    };
}
