using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>The rows that tell which things something was done with: the lines of "ordered", where orders themselves know of no product.</summary>
internal static class Doings
{
    private const double OfLines = 0.03;
    private const double OfView = 0.1;

    /// <summary>The column by which rows of what was done refer to a thing; null where none do.</summary>
    public static ColumnNode? KeyOf(KindsPart kinds, Scene scene)
    {
        var thing = scene.Table(kinds.Of);
        var rows = from done in kinds.Done.Name.Tables
                   from table in scene.Tables
                   where table != thing && (table == done.Node || scene.Reach.ToOne(table, done.Node) == 1)
                   from key in scene.Reach.EdgesOf(table)
                   where key.Many == table && key.One == thing && key.ManyColumns.Count == 1
                   select (Column: key.ManyColumns[0], Score: done.Score - (table == done.Node ? 0 : OfLines) - (table.IsView() ? OfView : 0));
        return scene.Choices.Pick($"kinds {kinds.At.First}", kinds.At, rows, c => c.ToString());
    }

    public static DistinctCount? Counted(KindsPart kinds, Scene scene, Filter? where) =>
        KeyOf(kinds, scene) is { } key ? new DistinctCount(Scene.Use(key, kinds.At), where) : null;

    private static bool IsView(this TableNode table) => table.Info.ViewDefinition is not null;
}
