using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Keys;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema;

/// <summary>Makes the nodes and edges of a graph from a catalog.</summary>
internal sealed class SchemaReader(INameReader names, SiteFacts? site)
{
    public SchemaGraph Read(IReadOnlyList<TableInfo> infos, IReadOnlyList<ForeignKey> keys)
    {
        var tables = infos.Select(Table).ToList();
        var edges = Known(tables, keys).DistinctBy(e => e.Id).ToList();
        edges.AddRange(KeyInference.Find(tables, edges));
        foreach (var column in edges.SelectMany(e => e.ManyColumns))
        {
            column.IsForeignKey = true;
        }

        var byTable = edges.ToLookup(e => e.Many);
        foreach (var table in tables)
        {
            table.Bridge = Bridge.Of(table, [.. byTable[table]]);
        }

        SchemaFacts.Attach(tables, edges, site);
        return new SchemaGraph(tables, edges);
    }

    private TableNode Table(TableInfo info, int place)
    {
        var table = new TableNode(info, FileNames.Plain(OrWhole(names.OfTable(FileNames.Called(info.Name.Name)), info.Name.Name))) { Place = place };
        table.Columns = [.. info.Columns.Select(c => Column(table, c))];
        // A role that may not read all columns does not see all of the key, which then tells no rows apart.
        table.Key = Columns(table, info.PrimaryKey) ?? [];
        if (table.Key.Count == 0 && table.Columns.FirstOrDefault(c => c.Words[^1] == "id" && Uniqueness.Of(table, [c]).IsUnique == true) is { } key)
        {
            table.Key = [key];
        }

        foreach (var column in table.Key)
        {
            column.IsKey = true;
        }

        return table;
    }

    private ColumnNode Column(TableNode table, ColumnInfo info)
    {
        var words = OrWhole(names.OfColumn(table.Info.Name.Name, FileNames.Called(info.Name)), info.Name);
        var form = TextForms.Of(info, words);
        return new ColumnNode(table, form?.Info ?? info, words) { Form = form };
    }

    /// <summary>A name that holds no word is one itself.</summary>
    private static IReadOnlyList<string> OrWhole(IReadOnlyList<string> words, string name) => words.Count > 0 ? words : [name];

    private static IEnumerable<KeyEdge> Known(List<TableNode> tables, IReadOnlyList<ForeignKey> keys)
    {
        var byName = new Dictionary<RelationName, TableNode>();
        tables.ForEach(t => byName.TryAdd(t.Info.Name, t));
        foreach (var key in keys)
        {
            if (byName.TryGetValue(key.From, out var many) && byName.TryGetValue(key.To, out var one)
                && Columns(many, key.FromColumns) is { } from && Columns(one, key.ToColumns) is { } to)
            {
                yield return new KeyEdge(many, from, one, to, key.IsDeclared ? KeyEvidence.Declared : KeyEvidence.Given);
            }
        }
    }

    private static List<ColumnNode>? Columns(TableNode table, IReadOnlyList<string> names)
    {
        var columns = names.Select(n => table.Columns.FirstOrDefault(c => c.Info.Name == n)).OfType<ColumnNode>().ToList();
        return columns.Count == names.Count ? columns : null;
    }
}
