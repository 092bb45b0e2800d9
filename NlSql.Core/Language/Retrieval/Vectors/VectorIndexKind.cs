namespace NlSql.Core.Language.Retrieval.Vectors;

/// <summary>The kinds of FAISS_INDEX_TYPE, what libfaiss calls them, and when <c>auto</c> takes which.</summary>
internal sealed record VectorIndexKind
{
    /// <summary>Above it HNSW answers ten times faster than comparing with every vector, and is worth its building time.</summary>
    private const int FlatLimit = 20_000;

    // libfaiss wants 39 vectors for each list and for each of the 256 centroids of a product quantizer.
    private const int VectorsPerList = 64;
    private const int MinIvfVectors = 10_000;

    private VectorIndexKind(string name, string factory, int effort, bool isStored, bool needsTraining)
    {
        Name = name;
        Factory = factory;
        Effort = effort;
        IsStored = isStored;
        NeedsTraining = needsTraining;
    }

    /// <summary><c>flat</c>, <c>sq8</c>, <c>hnsw</c> or <c>ivfpq</c>.</summary>
    public string Name { get; }

    /// <summary>libfaiss' factory string.</summary>
    public string Factory { get; }

    /// <summary>How thoroughly a search looks: efSearch or lists visited.</summary>
    public int Effort { get; }

    /// <summary>Whether libfaiss' own file is kept: not for flat, which is the decoded vectors and nothing else.</summary>
    public bool IsStored { get; }

    public bool NeedsTraining { get; }

    /// <summary>Whether it is a graph, which vectors can be added to at any time and none be taken out of.</summary>
    public bool Grows => Name == "hnsw";

    /// <summary>The kind for a setting. IVF+PQ cannot be trained with few vectors, so that a small catalog gets flat.</summary>
    public static VectorIndexKind Of(string setting, int vectors, int dimension)
    {
        var name = setting.ToLowerInvariant();
        return name switch
        {
            "sq8" => new VectorIndexKind("sq8", "SQ8", 0, isStored: true, needsTraining: true),
            "hnsw" => Hnsw(),
            "ivfpq" when vectors >= MinIvfVectors && dimension % 8 == 0 => IvfPq(vectors, dimension),
            "auto" when vectors > FlatLimit => Hnsw(),
            _ => new VectorIndexKind("flat", "Flat", 0, isStored: false, needsTraining: false),
        };
    }

    private static VectorIndexKind Hnsw() => new("hnsw", "HNSW32,Flat", 128, isStored: true, needsTraining: false);

    private static VectorIndexKind IvfPq(int vectors, int dimension)
    {
        var lists = Math.Clamp(vectors / VectorsPerList, 4, 1024);
        return new VectorIndexKind("ivfpq", $"IVF{lists},PQ{dimension / 8}np", Math.Max(8, lists / 8), isStored: true, needsTraining: true);
    }
}
