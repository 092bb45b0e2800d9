using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Code;

/// <summary>The listed functions of extensions that one database has, see <c>extension-functions.txt</c>.</summary>
public sealed class ExtensionFunctions
{
    private readonly HashSet<RelationName> owned;
    private readonly Dictionary<string, string> schemas;
    private readonly HashSet<string> shared;
    private readonly bool isByName;

    /// <param name="owned">Schema and name of each; the catalog says that all functions so called there are an extension's.</param>
    /// <param name="others">Names that functions of somebody else have, too: these must be called with their schema.</param>
    /// <param name="searchPath">As the session pins it.</param>
    public ExtensionFunctions(IEnumerable<RelationName> owned, IReadOnlySet<string> others, IReadOnlyList<string> searchPath)
    {
        this.owned = [.. owned];
        schemas = this.owned
            .GroupBy(function => function.Name, StringComparer.Ordinal)
            .Where(group => group.Count() == 1 && !others.Contains(group.Key))
            .ToDictionary(group => group.Key, group => group.Single().Schema, StringComparer.Ordinal);
        shared = [.. schemas.Where(pair => AllowLists.Functions.Contains(pair.Key) && searchPath.Contains(pair.Value)).Select(pair => pair.Key)];
    }

    private ExtensionFunctions()
    {
        (owned, schemas, shared, isByName) = ([], [], [], true);
    }

    /// <summary>No database at hand: judged by name alone, and left without a schema.</summary>
    public static ExtensionFunctions ByName { get; } = new();

    /// <summary>True for a name without a schema that can mean nothing but a listed function.</summary>
    public bool Has(string name) => schemas.ContainsKey(name) || (isByName && ExtensionLists.ByName.ContainsKey(name));

    /// <summary>True for a listed function by its schema.</summary>
    public bool Has(string schema, string name) => owned.Contains(new RelationName(schema, name));

    /// <summary>The schema of a name without one; null when it has none here.</summary>
    public string? SchemaOf(string name) => schemas.GetValueOrDefault(name);

    /// <summary>
    /// True for a listed name of pg_catalog that an extension along the search path has for its own types: <c>replace(citext, ...)</c>. PostgreSQL has
    /// to choose by the types, and can only choose among these two.
    /// </summary>
    public bool IsShared(string name) => shared.Contains(name);
}
