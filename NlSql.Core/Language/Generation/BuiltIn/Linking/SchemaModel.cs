using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Values;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A catalog prepared for the translator: words of names, keys, joins and known values. Immutable once built.</summary>
internal sealed class SchemaModel
{
    private SchemaModel(SchemaGraph joins, NameIndex names, KnownValues values)
    {
        Identifiers = new SchemaIdentifiers(joins.Tables);
        Joins = joins;
        Names = names;
        Values = values;
    }

    public IReadOnlyList<TableNode> Tables => Joins.Tables;

    public SchemaGraph Joins { get; }

    public NameIndex Names { get; }

    public SchemaIdentifiers Identifiers { get; }

    public KnownValues Values { get; }

    public ColumnNode? Find(RelationName table, string column) => Joins.Find(table, column);

    /// <summary>Over tables that are no whole catalog.</summary>
    public static SchemaModel Build(IReadOnlyList<TableInfo> infos, IReadOnlyList<ForeignKey> keys, Lexicon lexicon, WordKnowledge knowledge) =>
        Over(SchemaGraph.Build(infos, keys, NameWords.Of(infos, knowledge.Dictionary)), lexicon, knowledge);

    public static SchemaModel Over(SchemaGraph graph, Lexicon lexicon, WordKnowledge knowledge) =>
        new(graph, new NameIndex(graph.Tables, lexicon), new KnownValues(new ValueIndex(graph.Tables, knowledge.Dictionary)));
}
