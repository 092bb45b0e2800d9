using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A catalog prepared for the translator: words of names, keys, joins and known values. Immutable once built.</summary>
internal sealed class SchemaModel
{
    private SchemaModel(SchemaGraph joins, NameIndex names, KnownValues values)
    {
        Identifiers = new Identifiers(joins.Tables);
        Joins = joins;
        Names = names;
        Values = values;
    }

    public IReadOnlyList<TableNode> Tables => Joins.Tables;

    public SchemaGraph Joins { get; }

    public NameIndex Names { get; }

    public Identifiers Identifiers { get; }

    public KnownValues Values { get; }

    public ColumnNode? Find(RelationName table, string column) => Joins.Find(table, column);

    public static SchemaModel Build(IReadOnlyList<TableInfo> infos, IReadOnlyList<ForeignKey> keys, Lexicon lexicon, Tokenizer tokenizer)
    {
        var splitter = new NameSplitter(lexicon, infos.Select(t => t.Name.Name), infos.SelectMany(t => t.Columns.Select(c => c.Name)));
        return Over(SchemaGraph.Build(infos, keys, splitter), lexicon, tokenizer);
    }

    public static SchemaModel Over(SchemaGraph graph, Lexicon lexicon, Tokenizer tokenizer) =>
        new(graph, new NameIndex(graph.Tables, lexicon), new KnownValues(graph.Tables, tokenizer));
}
