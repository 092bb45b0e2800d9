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
    private readonly Lazy<NameLinker> links;

    private SchemaModel(SchemaGraph joins, Lexicon lexicon, WordKnowledge knowledge)
    {
        Identifiers = new SchemaIdentifiers(joins.Tables);
        Joins = joins;
        Names = new NameIndex(joins.Tables, lexicon);
        ValueLinks = new ValueIndex([.. joins.Tables.Where(t => t.Series is null)], knowledge.Dictionary);
        Values = new KnownValues(ValueLinks);
        links = new Lazy<NameLinker>(() => new NameLinker(joins.Tables, knowledge));
    }

    public IReadOnlyList<TableNode> Tables => Joins.Tables;

    public SchemaGraph Joins { get; }

    public NameIndex Names { get; }

    public SchemaIdentifiers Identifiers { get; }

    public KnownValues Values { get; }

    /// <summary>What words may name, everyday words among them.</summary>
    public INameLinks Links => links.Value;

    /// <summary>What words may mean as a value.</summary>
    public ValueIndex ValueLinks { get; }

    public ColumnNode? Find(RelationName table, string column) => Joins.Find(table, column);

    /// <summary>Over tables that are no whole catalog.</summary>
    public static SchemaModel Build(IReadOnlyList<TableInfo> infos, IReadOnlyList<ForeignKey> keys, Lexicon lexicon, WordKnowledge knowledge) =>
        Over(SchemaGraph.Build(infos, keys, NameWords.Of(infos, knowledge.Dictionary)), lexicon, knowledge);

    public static SchemaModel Over(SchemaGraph graph, Lexicon lexicon, WordKnowledge knowledge) =>
        new(SeriesTables.AddTo(graph), lexicon, knowledge);
}
