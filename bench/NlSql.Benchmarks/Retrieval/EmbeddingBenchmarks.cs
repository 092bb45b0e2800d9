using BenchmarkDotNet.Attributes;
using NlSql.Core.Language.Retrieval.Embedding;

namespace NlSql.Benchmarks.Retrieval;

/// <summary>The built-in embedder: reading its files, and texts as schema documents and questions have them.</summary>
[MemoryDiagnoser]
public class EmbeddingBenchmarks
{
    private static readonly string[] Texts =
    [
        "orders: order id, customer id, ordered at, status (open, shipped, cancelled), total amount",
        "monthly recurring revenue per subscription plan and customer segment",
        "which suppliers delivered late and how often",
        "Café Ångström: Umsätze je Filiale und Quartal",
        "東京 stores with more than 1,000 orders since 2024-01-01",
        "warehouse_shelves aisle capacity_m3 last_inventory_at",
    ];

    private StaticEmbedder embedder = null!;
    private float[] vector = null!;
    private int next;

    [GlobalSetup]
    public void Read()
    {
        embedder = StaticEmbedder.Read(StaticEmbedder.DefaultFolder);
        vector = new float[embedder.Dimension];
    }

    [Benchmark]
    public void Embed() => embedder.Embed(Texts[next++ % Texts.Length], vector);

    [Benchmark]
    public object ReadFiles() => StaticEmbedder.Read(StaticEmbedder.DefaultFolder);
}
