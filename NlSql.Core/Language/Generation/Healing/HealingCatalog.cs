using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>The catalog as healing asks it; tables that retrieval returned come first.</summary>
internal sealed class HealingCatalog
{
    /// <summary>Longer ways between tables are more likely to be a coincidence than what was meant.</summary>
    private const int LongestPath = 3;

    private readonly List<TableInfo> tables;
    private readonly IReadOnlyList<ForeignKey> keys;
    private readonly Dictionary<RelationName, TableInfo> byName = [];

    public HealingCatalog(SchemaCatalog catalog, RetrievedSchema schema)
    {
        tables = [.. schema.Tables.Select(found => found.Table).Concat(catalog.Tables).DistinctBy(table => table.Name)];
        tables.ForEach(table => byName.TryAdd(table.Name, table));

        // Guessed keys are known for what was retrieved only.
        keys = catalog.ForeignKeys.Count > 0 ? catalog.ForeignKeys : [.. schema.Joins, .. SharedColumns.Of(tables)];
    }

    /// <param name="schema">Empty for any.</param>
    public TableInfo? Find(string schema, string name) =>
        schema.Length > 0 ? byName.GetValueOrDefault(new RelationName(schema, name)) : tables.Find(table => table.Name.Name == name);

    public TableInfo? FindNear(string name) =>
        NearNames.Nearest(name, [.. tables.Select(table => table.Name.Name).Distinct(StringComparer.Ordinal)], owner: null) is { } near ? Find("", near) : null;

    /// <summary>Tables that have exactly this column, retrieved ones first.</summary>
    public IEnumerable<TableInfo> WithColumn(string column) => tables.Where(table => table.Columns.Any(c => c.Name == column));

    /// <summary>The shortest way along keys from one of <paramref name="from"/> to <paramref name="to"/>; null when there is none, or when it is
    /// long.</summary>
    public IReadOnlyList<KeyStep>? Path(IEnumerable<TableInfo> from, TableInfo to)
    {
        var reached = from.DistinctBy(table => table.Name).ToDictionary(table => table.Name, _ => (KeyStep?)null);
        if (reached.ContainsKey(to.Name))
        {
            return null;
        }

        for (var length = 1; length <= LongestPath; length++)
        {
            var next = new Dictionary<RelationName, KeyStep?>();
            foreach (var step in keys.SelectMany(Steps).Where(step => reached.ContainsKey(step.Known.Name) && !reached.ContainsKey(step.Next.Name)))
            {
                next.TryAdd(step.Next.Name, step);
            }

            foreach (var (name, step) in next)
            {
                reached[name] = step;
            }

            if (next.ContainsKey(to.Name))
            {
                var path = new List<KeyStep>();
                for (var step = reached[to.Name]; step is not null; step = reached[step.Known.Name])
                {
                    path.Insert(0, step);
                }

                return path;
            }
        }

        return null;
    }

    private IEnumerable<KeyStep> Steps(ForeignKey key)
    {
        if (byName.TryGetValue(key.From, out var from) && byName.TryGetValue(key.To, out var to))
        {
            yield return new KeyStep(from, key.FromColumns, to, key.ToColumns);
            yield return new KeyStep(to, key.ToColumns, from, key.FromColumns);
        }
    }
}

/// <summary>One key, walked from a table that is there to the next one.</summary>
internal sealed record KeyStep(TableInfo Known, IReadOnlyList<string> KnownColumns, TableInfo Next, IReadOnlyList<string> NextColumns);
