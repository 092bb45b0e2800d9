using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// What keys say beyond the table that they lead to: of two keys to airports the origin and the destination. Told only where a table has several keys to the
/// same one, or one to itself: elsewhere the name of the column says it.
/// </summary>
internal sealed class KeyRoles
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly Dictionary<RelationName, Dictionary<string, string>> byTable = [];

    /// <summary>Of a whole catalog.</summary>
    public static KeyRoles Of(SchemaCatalog catalog, WordSegmenter dictionary)
    {
        var roles = new KeyRoles();
        var single = SchemaGraph.Of(catalog, dictionary).Keys.Where(key => key.ManyColumns.Count == 1).ToList();
        foreach (var group in single.GroupBy(key => (key.Many, key.One)).Where(group => group.Count() > 1 || group.Key.Many == group.Key.One))
        {
            foreach (var key in group.Where(key => key.Role.Length > 0))
            {
                var name = key.Many.Info.Name;
                roles.byTable.TryAdd(name, new Dictionary<string, string>(StringComparer.Ordinal));
                roles.byTable[name].TryAdd(key.ManyColumns[0].Info.Name, key.Role);
            }
        }

        return roles;
    }

    /// <summary>By column.</summary>
    public IReadOnlyDictionary<string, string> Of(RelationName table) => byTable.TryGetValue(table, out var found) ? found : None;
}
