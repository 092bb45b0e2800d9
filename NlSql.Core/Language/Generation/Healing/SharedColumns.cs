using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>
/// Joins that a catalog without keys suggests by its names: two tables with exactly one column of the same name and type, a name that says what it
/// identifies (<c>city_name</c>, not <c>name</c>).
/// </summary>
internal static class SharedColumns
{
    /// <summary>Every pair of tables is compared; catalogs beyond this are not joined by guesswork.</summary>
    private const int MostTables = 60;

    private static readonly string[] Identifying = ["id", "name", "code", "key", "no", "number", "uuid"];

    public static IEnumerable<ForeignKey> Of(IReadOnlyList<TableInfo> tables)
    {
        if (tables.Count > MostTables)
        {
            yield break;
        }

        for (var left = 0; left < tables.Count; left++)
        {
            for (var right = left + 1; right < tables.Count; right++)
            {
                var shared = tables[left].Columns
                    .Where(column => Identifies(column.Name) && tables[right].Columns.Any(c => c.Name == column.Name && c.Kind == column.Kind))
                    .Take(2)
                    .ToList();
                if (shared is [{ Name: var name }])
                {
                    yield return new ForeignKey(tables[left].Name, [name], tables[right].Name, [name], IsDeclared: false);
                }
            }
        }
    }

    private static bool Identifies(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1
            ? Identifying.Contains(words[^1], StringComparer.OrdinalIgnoreCase)
            : name.Length > 3 && name.EndsWith("id", StringComparison.OrdinalIgnoreCase);
    }
}
