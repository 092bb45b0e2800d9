using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>The catalog as healing asks it; tables that retrieval returned come first.</summary>
internal sealed class HealingCatalog
{
    /// <summary>Longer ways between tables are more likely to be a coincidence than what was meant.</summary>
    private const int LongestPath = 3;

    private readonly List<TableInfo> tables;
    private readonly SchemaGraph graph;
    private readonly Dictionary<RelationName, TableInfo> byName = [];

    public HealingCatalog(SchemaGraph graph, RetrievedSchema schema)
    {
        this.graph = graph;
        tables = [.. schema.Tables.Select(found => found.Table).Concat(graph.Tables.Select(table => table.Info)).DistinctBy(table => table.Name)];
        tables.ForEach(table => byName.TryAdd(table.Name, table));
    }

    /// <param name="schema">Empty for any.</param>
    public TableInfo? Find(string schema, string name) =>
        schema.Length > 0 ? byName.GetValueOrDefault(new RelationName(schema, name)) : tables.Find(table => table.Name.Name == name);

    public TableInfo? FindNear(string name) =>
        NearNames.Nearest(name, [.. tables.Select(table => table.Name.Name).Distinct(StringComparer.Ordinal)], owner: null) is { } near ? Find("", near) : null;

    /// <summary>Tables that have exactly this column, retrieved ones first.</summary>
    public IEnumerable<TableInfo> WithColumn(string column) => tables.Where(table => table.Columns.Any(c => c.Name == column));

    /// <summary>The best way along keys from one of <paramref name="from"/> to <paramref name="to"/>; null when there is none, or when it is long.</summary>
    public IReadOnlyList<JoinStep>? Path(IEnumerable<TableInfo> from, TableInfo to)
    {
        List<TableNode> starts = [.. from.Select(table => graph.Find(table.Name)).OfType<TableNode>().Distinct()];
        if (graph.Find(to.Name) is not { } end || starts.Contains(end))
        {
            return null;
        }

        // Where the database declares no key at all, a shared name has to do: the model has seen the two tables and joined them.
        return Short(graph.Path(starts, end)) ?? (graph.Keys.Any(key => key.IsDeclared) ? null : Short(graph.Loose.Path(starts, end)));
    }

    private static IReadOnlyList<JoinStep>? Short(IReadOnlyList<JoinStep>? path) => path is { Count: <= LongestPath } ? path : null;
}
