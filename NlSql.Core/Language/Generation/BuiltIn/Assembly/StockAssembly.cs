using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// Says in terms of the schema what is in stock: some row tells that there is any of it. What no row tells of, and what all tell none of, is out of stock.
/// </summary>
internal static class StockAssembly
{
    public static Filter? Of(StockPart part, TableNode from, Scene scene)
    {
        var known = part.Stock?.Measures.Select(m => m.Node)
            ?? scene.Tables.SelectMany(t => t.Measures).Where(m => m is { Name: MeasureKinds.UnitsInStock, Score: > 0 });
        var fact = known.OrderBy(m => m.Grain.Info.ViewDefinition is null ? 0 : 1)
            .FirstOrDefault(m => m.Grain == from || scene.Reach.ToOne(m.Grain, from) is not null || scene.Reach.ToOne(from, m.Grain) is not null);
        if (fact is null)
        {
            return null;
        }

        var amount = AmountExpressions.Of(fact, part.At);
        var isOwn = scene.Reach.ToOne(from, fact.Grain) is not null;
        if (part.Below is { } least)
        {
            return scene.Column(least, fact.Grain) is not { } bound || scene.Reach.ToOne(fact.Grain, bound.Table) is null ? null
                : isOwn ? Below(amount, bound, least)
                : bound.Table == fact.Grain ? new Exists(Scene.Ref(fact.Grain), Below(amount, bound, least))
                : Below(new Aggregate(Function.Sum, amount), bound, least);
        }

        var some = new Compare(amount, part.IsOut && isOwn ? Relation.LessOrEqual : Relation.Greater, new NumberConstant(0));
        return isOwn ? some : part.IsOut ? new Not(new Exists(Scene.Ref(fact.Grain), some)) : new Exists(Scene.Ref(fact.Grain), some);
    }

    private static Compare Below(Expression amount, ColumnNode bound, AttributePart said) => new(amount, Relation.Less, Scene.Use(bound, said.At));
}
