using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Finds the rows that a figure is taken over.</summary>
internal static class Homes
{
    /// <summary>
    /// The way to the table of whose rows each has one value: what is counted, or the one that all others of the expression hang on to by keys that
    /// meet one row. "quantity x price": the order items, though the price is the product's.
    /// </summary>
    public static Way Of(Expression figure, Way view, CompileContext context)
    {
        var ways = Uses(figure).Select(e => context.Resolve(view, e)).Distinct().ToList();
        if (ways.Count == 0)
        {
            return view;
        }

        var shared = ways[0];
        foreach (var way in ways)
        {
            while (!way.StartsWith(shared))
            {
                shared = shared.First(shared.Count - 1);
            }
        }

        var finest = ways.Select(w => w.First(Math.Max(shared.Count, w.ThroughLastToMany()))).MaxBy(w => w.Count)!;
        return ways.TrueForAll(w => finest.Back().Then(w.Steps).IsToOne)
            ? finest
            : throw new NotCompilableException("A figure over rows of several tables that have nothing to do with each other.");
    }

    /// <summary>
    /// The home of a figure of groups of the rows at <paramref name="view"/>: those rows themselves where doubled rows do not change it.
    /// </summary>
    public static Way OfGroups(Expression figure, Way view, CompileContext context)
    {
        var home = Of(figure, view, context);
        var fromView = view.Back().Then(home.Steps);
        var isSafe = figure is RowCount or DistinctCount or Aggregate { Function: Function.Minimum or Function.Maximum } or Aggregate { IsDistinct: true };
        return fromView.IsToOne && (isSafe || fromView.Back().IsToOne) ? view : home;
    }

    private static IEnumerable<EntityRef> Uses(Expression figure) => figure switch
    {
        RowCount count => [count.Of],
        RateOf rate => [rate.Of],
        DistinctCount count => Read(count.Of),
        Aggregate aggregate => Read(aggregate.Of),
        _ => Read(figure),
    };

    private static IEnumerable<EntityRef> Read(Expression expression) => FrameTables.Nodes(expression).Select(n => n switch
    {
        ColumnUse use => use.Of,
        EntityUse use => use.Of,
        RowCount or DistinctCount or Aggregate or RateOf => throw new NotCompilableException("A figure of a figure."),
        _ => null,
    }).OfType<EntityRef>();
}
