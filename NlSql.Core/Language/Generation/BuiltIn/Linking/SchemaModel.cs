using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A catalog prepared for the translator: words of names, keys, joins and known values. Immutable once built.</summary>
internal sealed class SchemaModel
{
    private SchemaModel(IReadOnlyList<TableNode> tables, TableGraph joins, NameIndex names, KnownValues values)
    {
        Identifiers = new Identifiers(tables);
        Tables = tables;
        Joins = joins;
        Names = names;
        Values = values;
    }

    public IReadOnlyList<TableNode> Tables { get; }

    public TableGraph Joins { get; }

    public NameIndex Names { get; }

    public Identifiers Identifiers { get; }

    public KnownValues Values { get; }

    public ColumnNode? Find(RelationName table, string column) =>
        Tables.FirstOrDefault(t => t.Info.Name == table)?.Columns.FirstOrDefault(c => c.Info.Name == column);

    public static SchemaModel Build(IReadOnlyList<TableInfo> infos, IReadOnlyList<ForeignKey> keys, Lexicon lexicon, Tokenizer tokenizer)
    {
        var splitter = new NameSplitter(lexicon, infos.Select(t => t.Name.Name), infos.SelectMany(t => t.Columns.Select(c => c.Name)));
        var tables = infos.Select(info => BuildTable(info, splitter)).ToList();
        var edges = Declared(tables, keys).ToList();
        edges.AddRange(GuessedJoins.Find(tables, edges));
        foreach (var column in edges.SelectMany(e => e.ManyColumns))
        {
            column.IsForeignKey = true;
        }

        foreach (var table in tables)
        {
            table.IsBridge = table.Columns.Count(c => c.IsForeignKey) >= 2 && table.Columns.Count(c => !c.IsForeignKey && !c.IsKey) <= 1;
            table.Display = DisplayColumns.Of(table);
        }

        SchemaFacts.Attach(tables, edges);

        return new SchemaModel(tables, new TableGraph(tables, edges), new NameIndex(tables, lexicon), new KnownValues(tables, tokenizer));
    }

    private static TableNode BuildTable(TableInfo info, NameSplitter splitter)
    {
        var words = splitter.Split(info.Name.Name);
        var table = new TableNode(info, words.Count > 0 ? words : [info.Name.Name]);
        table.Columns = [.. info.Columns.Select(c => new ColumnNode(table, c, splitter.Split(c.Name) is { Count: > 0 } w ? w : [c.Name]))];
        // A role that may not read all columns does not see all of the key, which then tells no rows apart.
        table.Key = Columns(table, info.PrimaryKey) ?? [];
        if (table.Key.Count == 0 && table.Columns.FirstOrDefault(c => LooksLikeKey(c, info)) is { } key)
        {
            table.Key = [key];
        }

        foreach (var column in table.Key)
        {
            column.IsKey = true;
        }

        return table;
    }

    private static bool LooksLikeKey(ColumnNode column, TableInfo info) =>
        column.Words[^1] == "id" && column.Info.Statistics.DistinctCount is { } distinct && info.RowEstimate is { } rows && distinct >= rows;

    private static IEnumerable<KeyEdge> Declared(List<TableNode> tables, IReadOnlyList<ForeignKey> keys)
    {
        var byName = tables.ToDictionary(t => t.Info.Name);
        foreach (var key in keys)
        {
            if (byName.TryGetValue(key.From, out var many) && byName.TryGetValue(key.To, out var one)
                && Columns(many, key.FromColumns) is { } from && Columns(one, key.ToColumns) is { } to)
            {
                yield return new KeyEdge(many, from, one, to, key.IsDeclared);
            }
        }
    }

    private static List<ColumnNode>? Columns(TableNode table, IReadOnlyList<string> names)
    {
        var columns = names.Select(n => table.Columns.FirstOrDefault(c => c.Info.Name == n)).OfType<ColumnNode>().ToList();
        return columns.Count == names.Count ? columns : null;
    }
}
