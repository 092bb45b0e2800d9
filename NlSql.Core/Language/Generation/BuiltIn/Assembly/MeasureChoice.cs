using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Which number is meant where an adjective or nothing but the thing names it.</summary>
internal static class MeasureChoice
{
    private const double FarStep = 0.15;
    private const double Called = 0.8;
    private const double Vague = 0.03;

    /// <summary>"the biggest order" is not the one with the biggest coupon: what rows belong to is of others as well.</summary>
    private const double OfWhole = 0.2;

    /// <summary>"orders over 500": the amount of the thing, if it has one.</summary>
    public static IEnumerable<(ColumnNode Column, double Score)> Amounts(TableNode table, Scene scene)
    {
        var measures = table.Columns.Where(c => c.IsMeasure || c.IsMoney).ToList();
        foreach (var column in measures)
        {
            var concept = scene.Lexicon.Measures
                .Select(m => m.Columns.Select(n => n.Replace(" ", "", StringComparison.Ordinal)).ToList().IndexOf(column.Joined))
                .Where(p => p >= 0).DefaultIfEmpty(-1).Min();
            var isCalled = IsCalledAmount(column);
            if (concept >= 0)
            {
                yield return (column, Math.Max(0.95 - (0.02 * concept), isCalled ? Called : 0));
            }
            else if (isCalled)
            {
                yield return (column, Called);
            }
            else if (measures.Count == 1)
            {
                yield return (column, column.Info.Kind == ColumnKind.Integer ? 0.6 : 0.75);
            }
        }
    }

    /// <summary>Its name says that it is what something comes to, or is bought and sold for.</summary>
    public static bool IsCalledAmount(ColumnNode column) => column.Words.Any(w => w is "amount" or "total" or "price" or "cost" or "value");

    /// <summary>"cheapest", "older": the columns that the adjective speaks of, and whether more of the adjective is more of the column.</summary>
    public static IEnumerable<(ColumnNode Column, double Score, bool IsStraight)> Graded(DegreeWord degree, TableNode table, Scene scene)
    {
        foreach (var column in table.Columns.Where(c => !c.IsForeignKey && (c.IsNumeric || c.IsMoney || c.IsDate) && (!c.IsKey || c.IsDate)))
        {
            if (Place(column, degree.Dimension.Columns) is { } straight && (!column.IsDate || degree.Dimension.Temporal))
            {
                yield return (column, 0.95 - (0.03 * straight) - (column.IsDate && DateChoice.IsVague(column, scene) ? Vague : 0), true);
            }
            else if (Place(column, degree.Dimension.Reversed) is { } reversed)
            {
                yield return (column, 0.95 - (0.03 * reversed), false);
            }
            else if (column.IsDate && (degree.Dimension.Temporal || degree.Dimension.Reversed.Contains("date")))
            {
                yield return (column, DateChoice.IsVague(column, scene) ? 0.55 : 0.75, degree.Dimension.Temporal);
            }
        }
    }

    /// <summary>The same, of the table and of those near it: "who earns the most" where salaries are a table of their own.</summary>
    public static IEnumerable<(ColumnNode Column, double Score, bool IsStraight)> GradedNear(DegreeWord degree, TableNode table, Scene scene) =>
        from near in scene.Tables
        let steps = near == table ? 0 : scene.Reach.Any(table, near)
        where steps is <= 2
        from graded in Graded(degree, near, scene).Concat(ByTable(degree, near, scene))
        select (graded.Column, graded.Score - (FarStep * steps.Value) - (near != table && scene.Reach.ToOne(table, near) is not null ? OfWhole : 0),
            graded.IsStraight);

    /// <summary>The amount of a table that is called what the adjective speaks of.</summary>
    private static IEnumerable<(ColumnNode Column, double Score, bool IsStraight)> ByTable(DegreeWord degree, TableNode table, Scene scene) =>
        degree.Dimension.Columns.Contains(table.Joined) ? Amounts(table, scene).Select(a => (a.Column, a.Score, true)) : [];

    /// <summary>Something that is added up before it is compared: the amounts of a customer's orders, but not the salaries of an employee.</summary>
    public static bool IsAdded(ColumnNode column, Scene scene) =>
        Usual(column, scene) == Function.Sum && Amounts(column.Table, scene).Any(a => a.Column == column && a.Score >= 0.8);

    /// <summary>Rates and prices are averaged, amounts added up.</summary>
    public static Function Usual(ColumnNode column, Scene scene) => column.Words.Any(scene.Lexicon.Rates.Contains) ? Function.Average : Function.Sum;

    private static int? Place(ColumnNode column, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var words = names[i].Split(' ');
            if (Array.TrueForAll(words, column.Words.Contains))
            {
                return i;
            }
        }

        return null;
    }
}
