using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds the rows that are counted where something else names them: a code that they refer to, or what was done to them.</summary>
internal static class RowsOf
{
    /// <summary>A code table has no more rows.</summary>
    private const int MostKinds = 60;

    /// <summary>A code table says what kinds there are; the rows of a kind are those that refer to it.</summary>
    public static TableNode Kind(Scene scene, TableNode codes)
    {
        var referring = scene.Reach.EdgesOf(codes).Where(e => e.One == codes && e.Many != codes).Select(e => e.Many).Distinct().ToList();
        return codes.Info.RowEstimate > MostKinds || referring.Count == 0 || scene.Reach.EdgesOf(codes).Any(e => e.Many == codes) ? codes
            : referring.FindAll(scene.NamedTables.Contains) is [var named] ? named
            : referring is [var only] ? only
            : codes;
    }

    /// <summary>"return rate": of what the rows of returns are about; null where they are about several things.</summary>
    public static TableNode? Whole(Scene scene, TableNode of)
    {
        var keys = scene.Reach.EdgesOf(of).Where(e => e.Many == of && e.One != of && e.One.Info.ViewDefinition is null).ToList();
        var sure = keys.Exists(k => k.IsDeclared) ? keys.FindAll(k => k.IsDeclared) : keys;
        // A line of an order is an order's too: the key that says the most tells what it is.
        return sure.Find(k => sure.TrueForAll(o => o.ManyColumns.All(k.ManyColumns.Contains)))?.One;
    }
}
