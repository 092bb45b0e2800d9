using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Retrieval;

/// <summary>The real parts of the stage, put together for tests; the embedder's model is read once.</summary>
internal static class RetrievalParts
{
    private static readonly Lazy<StaticEmbedder> SharedEmbedder = new(static () => StaticEmbedder.Read(StaticEmbedder.DefaultFolder));
    private static readonly Lazy<WordSegmenter> SharedSegmenter = new(static () => new WordSegmenter(SharedEmbedder.Value.Vocabulary));

    public static StaticEmbedder Embedder => SharedEmbedder.Value;

    public static WordSegmenter Segmenter => SharedSegmenter.Value;

    public static TermAnalyzer Analyzer => new(Segmenter);

    public static SchemaIndexFactory Factory(
        string indexPath,
        string indexType = "auto",
        IEmbeddingGenerator<string, Embedding<float>>? embedder = null,
        SiteGlossary? glossary = null,
        string modelSees = "schema")
    {
        var options = Options.Create(new RetrievalOptions { IndexType = indexType, ModelSees = modelSees });
        var storage = Options.Create(new StorageOptions { IndexPath = indexPath });
        var store = new VectorStore(options, storage, TimeProvider.System, NullLogger<VectorStore>.Instance);
        return new SchemaIndexFactory(
            embedder ?? Embedder,
            Embedder,
            store,
            options,
            Options.Create(new CacheOptions()),
            new WordKnowledge(Segmenter, Embedder, glossary ?? SiteGlossary.Empty),
            TimeProvider.System,
            NullLogger<SchemaIndexFactory>.Instance);
    }

    public static TableInfo Table(string name, params ColumnInfo[] columns)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return new TableInfo { Name = dot < 0 ? new RelationName("public", name) : new RelationName(name[..dot], name[(dot + 1)..]), Columns = columns };
    }

    public static ColumnInfo Column(string name, ColumnKind kind = ColumnKind.Text, params string[] samples) => new()
    {
        Name = name,
        DataType = kind == ColumnKind.Integer ? "integer" : "text",
        Kind = kind,
        Statistics = new ColumnStatistics { Samples = [.. samples.Select(static (s, i) => new SampleValue(s, 100 - i))] },
    };

    public static SchemaCatalog Catalog(string hash, params TableInfo[] tables) =>
        new() { DatabaseId = "shop", DatabaseName = "shop", Hash = hash, Tables = tables };

    /// <summary>A shop: customers, orders, a bridge to products, and tables that have nothing to do with them.</summary>
    public static SchemaCatalog Shop() => Catalog(
        "shop-1",
        Table(
            "customers",
            Column("id", ColumnKind.Integer),
            Column("full_name"),
            Column("segment", ColumnKind.Text, "Consumer", "Small Business"),
            Column("city", ColumnKind.Text, "Berlin", "New York")),
        Table(
            "orders",
            Column("id", ColumnKind.Integer),
            Column("customer_id", ColumnKind.Integer),
            Column("ordered_at", ColumnKind.Timestamp),
            Column("status", ColumnKind.Text, "open", "shipped", "cancelled")),
        Table(
            "order_items",
            Column("order_id", ColumnKind.Integer),
            Column("product_id", ColumnKind.Integer),
            Column("quantity", ColumnKind.Integer),
            Column("unit_price", ColumnKind.Decimal)),
        Table("products", Column("id", ColumnKind.Integer), Column("title"), Column("category", ColumnKind.Text, "Laptops", "Phones")),
        Table("employees", Column("id", ColumnKind.Integer), Column("first_name"), Column("salary", ColumnKind.Decimal)),
        Table("warehouse_shelves", Column("id", ColumnKind.Integer), Column("aisle"), Column("capacity", ColumnKind.Integer)));
}
