using BenchmarkDotNet.Attributes;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Routes;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Benchmarks.Retrieval;

/// <summary>The schema model of catalogs of different sizes: built anew, and asked for ways that nobody has asked for before.</summary>
[MemoryDiagnoser]
public class SchemaGraphBenchmarks
{
    private SchemaCatalog catalog = null!;
    private SchemaGraph graph = null!;
    private WordSegmenter dictionary = null!;
    private int next;

    [Params("50 x 20", "500 x 20", "5000 x 20")]
    public string Tables { get; set; } = string.Empty;

    [GlobalSetup]
    public void Create()
    {
        dictionary = new WordSegmenter(StaticEmbedder.Read(StaticEmbedder.DefaultFolder).Vocabulary);
        var size = Tables.Split(" x ");
        var tables = SyntheticCatalog.Create(int.Parse(size[0]), int.Parse(size[1]));
        // Each table refers to one before it, so that most ways have several keys.
        catalog = tables with
        {
            ForeignKeys = [.. tables.Tables.Skip(1).Select((t, i) => new ForeignKey(t.Name, [t.Columns[1].Name], tables.Tables[i * 7 / 10].Name, ["id"]))],
        };
        graph = SchemaGraph.Build(catalog.Tables, catalog.ForeignKeys, NameWords.Of(catalog.Tables, dictionary));
    }

    [Benchmark]
    public int Build() => SchemaGraph.Build(catalog.Tables, catalog.ForeignKeys, NameWords.Of(catalog.Tables, dictionary)).Keys.Count;

    [Benchmark]
    public int Routes()
    {
        var from = graph.Tables[next++ % graph.Tables.Count];
        return new RouteFinder(graph.EdgesOf).Find(from, graph.Tables[next * 31 % graph.Tables.Count], 3).Count;
    }
}
