namespace NlSql.Core.Language.Schema.Keys;

/// <summary>What was inferred of keys and connecting tables, for people to check.</summary>
internal static class KeyFacts
{
    public static IEnumerable<StatedFact> Stated(SchemaGraph graph)
    {
        foreach (var table in graph.Tables.Where(t => t.Bridge is not null))
        {
            yield return new StatedFact(table.Info.Name, null, "connection", table.Bridge!.Evidence);
        }

        foreach (var column in graph.Keys.Where(k => k.IsInferred).SelectMany(k => k.ManyColumns, (k, c) => (Key: k, Column: c)))
        {
            yield return new StatedFact(column.Key.Many.Info.Name, column.Column.Info.Name, "key", column.Key.Evidence.Reason);
        }
    }
}
