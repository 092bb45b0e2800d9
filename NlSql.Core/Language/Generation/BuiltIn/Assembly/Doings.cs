using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>The rows that tell which things something was done with: the lines of "ordered", where orders themselves know of no product.</summary>
internal static class Doings
{
    private const double OfLines = 0.03;
    private const double OfOther = 0.1;
    private const double Either = 0.9;

    /// <summary>The column by which rows of what was done refer to a thing; null where none do.</summary>
    public static ColumnNode? KeyOf(KindsPart kinds, Scene scene)
    {
        var thing = scene.Table(kinds.Of);
        var rows = from done in kinds.Done.Name.Tables
                   from table in scene.Tables
                   where table != thing && (table == done.Node || scene.Reach.ToOne(table, done.Node) == 1)
                   from key in scene.Reach.EdgesOf(table)
                   where key.Many == table && key.One == thing && key.ManyColumns.Count == 1
                   select (Column: key.ManyColumns[0], Score: done.Score - Unlikely(table, done.Node));
        var ranked = rows.OrderByDescending(r => r.Score).ToList();

        // Claims know orders and products as well as their lines do.
        scene.Choices.Doubt(ranked is [var first, var second, ..] && second.Score >= first.Score && second.Column != first.Column ? Either : 1);
        return scene.Choices.Pick($"kinds {kinds.At.First}", kinds.At, ranked, c => c.ToString());
    }

    public static DistinctCount? Counted(KindsPart kinds, Scene scene, Filter? where) =>
        KeyOf(kinds, scene) is { } key ? new DistinctCount(Scene.Use(key, kinds.At), where) : null;

    private static double Unlikely(TableNode table, TableNode done) => table == done ? 0
        : OfLines + (table.Info.ViewDefinition is null && table.Measures.Any(m => m.Name == MeasureKinds.UnitsSold) ? 0 : OfOther);
}
