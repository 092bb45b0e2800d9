using System.Runtime.InteropServices;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Native.Faiss;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Native;

/// <summary>The shim against the managed exact index. Needs native/build.sh, which test.sh runs.</summary>
public sealed class FaissIndexTests : IDisposable
{
    private const int Dimension = 64;

    private readonly string folder;

    public FaissIndexTests()
    {
        FaissHere.SkipWhereTheReleaseHasNone();
        folder = Directory.CreateTempSubdirectory("nlsql-faiss-").FullName;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Library_Built_IsAvailable() => Assert.True(FaissLibrary.IsAvailable, FaissLibrary.Problem);

    [Fact]
    public void Info_Layout_IsThatOfTheHeader()
    {
        Assert.Equal(16, Marshal.SizeOf<FaissIndexInfo>());
        Assert.Equal(8, (int)Marshal.OffsetOf<FaissIndexInfo>(nameof(FaissIndexInfo.Dimension)));
        Assert.Equal(12, (int)Marshal.OffsetOf<FaissIndexInfo>(nameof(FaissIndexInfo.IsTrained)));
    }

    [Theory]
    [InlineData("flat", 1.0)]
    [InlineData("sq8", 0.95)]
    [InlineData("hnsw", 0.95)]
    [InlineData("ivfpq", 0.25)]
    public void Search_Kind_FindsWhatTheExactIndexFinds(string kind, double recall)
    {
        var vectors = Vectors(kind == "ivfpq" ? 10_000 : 3_000);
        using var index = FaissVectorIndex.Build(vectors, VectorIndexKind.Of(kind, vectors.Count, Dimension), CancellationToken.None);

        Assert.Equal(kind, index.Kind);
        Assert.True(Recall(vectors, index) >= recall, $"recall {Recall(vectors, index)}");
    }

    [Fact]
    public void Read_LinkToANodeThatIsNotOnItsLevel_IsRefused()
    {
        const string Kind = "HNSW32,Flat";
        var random = new Random(5);
        var vectors = Enumerable.Range(0, 500 * Dimension).Select(_ => random.NextSingle()).ToArray();
        var path = Path.Combine(folder, "damaged.faiss");
        using (var built = FaissIndex.Create(Dimension, Kind))
        {
            built.Add(vectors, threads: 1);
            built.Write(path);
        }

        using (FaissIndex.Read(path, Dimension, Kind, 500, vectors))
        {
        }

        HnswFile.LinkUpwards(path);
        var error = Assert.Throws<FaissException>(() => FaissIndex.Read(path, Dimension, Kind, 500, vectors));
        Assert.Equal("The graph in the file is damaged.", error.Message);
    }

    [Theory]
    [InlineData("sq8")]
    [InlineData("hnsw")]
    [InlineData("ivfpq")]
    public void Read_WrittenIndex_AnswersTheSame(string kind)
    {
        var vectors = Vectors(kind == "ivfpq" ? 10_000 : 2_000);
        var chosen = VectorIndexKind.Of(kind, vectors.Count, Dimension);
        using var built = FaissVectorIndex.Build(vectors, chosen, CancellationToken.None);
        var path = Path.Combine(folder, "x.faiss");
        built.Write(path);
        using var read = Read(path, vectors, chosen);

        for (var q = 0; q < 20; q++)
        {
            Assert.Equal(Search(built, Query(q)), Search(read, Query(q)));
        }
    }

    [Fact]
    public void Write_Hnsw_KeepsTheGraphAndNotTheVectors()
    {
        var vectors = Vectors(2_000);
        using var index = FaissVectorIndex.Build(vectors, VectorIndexKind.Of("hnsw", vectors.Count, Dimension), CancellationToken.None);
        var path = Path.Combine(folder, "graph.faiss");
        index.Write(path);

        // 64 links of 4 bytes a node on the lowest level; the vectors alone would be another 256 bytes a node.
        Assert.InRange(new FileInfo(path).Length, 2_000 * 256, 2_000 * 320);
    }

    [Fact]
    public void Search_MoreThanThereAre_GivesThoseThatThereAre()
    {
        var vectors = Vectors(5);
        using var index = FaissVectorIndex.Build(vectors, VectorIndexKind.Of("hnsw", 5, Dimension), CancellationToken.None);

        Assert.Equal([0, 1, 2, 3, 4], Search(index, Query(1), 50).Order());
    }

    [Fact]
    public void Search_EmptyIndex_GivesNothing()
    {
        using var index = FaissVectorIndex.Build(Vectors(0), VectorIndexKind.Of("flat", 0, Dimension), CancellationToken.None);

        Assert.Empty(Search(index, Query(1)));
    }

    [Theory]
    [InlineData("IVF64,PQ16x4fs")]
    [InlineData("PCA16,Flat")]
    [InlineData("IVF0,PQ8np")]
    [InlineData("Flat ")]
    [InlineData("")]
    public void Create_KindThatIsNotListed_IsRefused(string kind) =>
        Assert.Contains("not allowed", Assert.Throws<FaissException>(() => FaissIndex.Create(Dimension, kind)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(1_000_000)]
    public void Create_DimensionOutOfRange_IsRefused(int dimension) => Assert.Throws<FaissException>(() => FaissIndex.Create(dimension, "Flat"));

    [Fact]
    public void Add_UntrainedIndex_IsRefused()
    {
        using var index = FaissIndex.Create(Dimension, "SQ8");

        Assert.Contains("trained", Assert.Throws<FaissException>(() => index.Add(new float[Dimension], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_WrongDimension_Throws()
    {
        using var index = FaissIndex.Create(Dimension, "Flat");

        Assert.Throws<ArgumentException>(() => index.Search(new float[3], 0, new float[1], new long[1]));
    }

    [Fact]
    public void Search_DisposedIndex_Throws()
    {
        var index = FaissIndex.Create(Dimension, "Flat");
        index.Dispose();

        Assert.Throws<ObjectDisposedException>(() => index.Search(new float[Dimension], 0, new float[1], new long[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(5_000)]
    public void Read_TruncatedFile_Throws(int length)
    {
        var vectors = Vectors(500);
        var kind = VectorIndexKind.Of("hnsw", vectors.Count, Dimension);
        using var built = FaissVectorIndex.Build(vectors, kind, CancellationToken.None);
        var path = Path.Combine(folder, "cut.faiss");
        built.Write(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        Assert.Throws<FaissException>(() => Read(path, vectors, kind));
    }

    [Fact]
    public void Read_GraphThatLeadsOutside_IsRefused()
    {
        var vectors = Vectors(500);
        var kind = VectorIndexKind.Of("hnsw", vectors.Count, Dimension);
        using var built = FaissVectorIndex.Build(vectors, kind, CancellationToken.None);
        var path = Path.Combine(folder, "wild.faiss");
        built.Write(path);
        var bytes = File.ReadAllBytes(path);

        // In the middle of the neighbours, by far the longest part of the file.
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0x7f);
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<FaissException>(() => Read(path, vectors, kind));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherKindOrCount_IsRefused()
    {
        var vectors = Vectors(500);
        using var built = FaissVectorIndex.Build(vectors, VectorIndexKind.Of("sq8", 500, Dimension), CancellationToken.None);
        var path = Path.Combine(folder, "other.faiss");
        built.Write(path);

        Assert.Throws<FaissException>(() => Read(path, vectors, VectorIndexKind.Of("hnsw", 500, Dimension)));
        Assert.Throws<FaissException>(() => Read(path, Vectors(499), VectorIndexKind.Of("sq8", 499, Dimension)));
    }

    [Fact]
    public async Task Search_SideBySide_GivesTheSameAsAlone()
    {
        var vectors = Vectors(2_000);
        using var index = FaissVectorIndex.Build(vectors, VectorIndexKind.Of("hnsw", vectors.Count, Dimension), CancellationToken.None);
        var alone = Enumerable.Range(0, 50).Select(q => Search(index, Query(q))).ToArray();

        await Parallel.ForAsync(0, 400, (i, _) =>
        {
            Assert.Equal(alone[i % 50], Search(index, Query(i % 50)));
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>What is nearest of all may be gone: the next ones are found behind it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(450)]
    public void Search_RowsThatAreGone_FindsThoseBehindThem(int gone)
    {
        var vectors = Vectors(500);
        var kind = VectorIndexKind.Of("hnsw", vectors.Count, Dimension);
        var path = Path.Combine(folder, "gone.faiss");
        using (var built = FaissVectorIndex.Build(vectors, kind, CancellationToken.None))
        {
            built.Write(path);
        }

        using var whole = new ExactVectorIndex(vectors);
        var nearest = Search(whole, Query(3), gone).ToHashSet();
        var alive = Enumerable.Range(0, 500).Where(row => !nearest.Contains(row)).ToArray();
        var documents = new QuantizedVectors(alive.Length, Dimension);
        var map = Enumerable.Repeat(-1, 500).ToArray();
        for (var document = 0; document < alive.Length; document++)
        {
            documents.Set(document, vectors, alive[document]);
            map[alive[document]] = document;
        }

        using var index = FaissVectorIndex.Read(path, GraphRows.Of(vectors, documents, 500, map), kind, CancellationToken.None);
        using var oracle = new ExactVectorIndex(documents);
        var found = Search(index, Query(3));

        Assert.Equal(alive.Length, index.Count);
        Assert.Equal(10, found.Length);
        Assert.True(found.Intersect(Search(oracle, Query(3))).Count() >= 9, string.Join(", ", found));
    }

    private static FaissVectorIndex Read(string path, QuantizedVectors vectors, VectorIndexKind kind) =>
        FaissVectorIndex.Read(path, GraphRows.Of(vectors), kind, CancellationToken.None);

    private static double Recall(QuantizedVectors vectors, FaissVectorIndex index)
    {
        using var oracle = new ExactVectorIndex(vectors);
        return Enumerable.Range(0, 40).Average(q => Search(oracle, Query(q)).Intersect(Search(index, Query(q))).Count() / 10.0);
    }

    private static int[] Search(IVectorIndex index, float[] query, int k = 10)
    {
        var rows = new int[k];
        return rows[..index.Search(query, rows, new float[k])];
    }

    private static QuantizedVectors Vectors(int count)
    {
        var vectors = new QuantizedVectors(count, Dimension);
        for (var row = 0; row < count; row++)
        {
            vectors.Set(row, Point(row % 40, row));
        }

        return vectors;
    }

    private static float[] Query(int number) => Point(number % 40, 1_000_000 + number);

    // Points scattered around 40 centres, as names of a schema are; length 1.
    private static float[] Point(int centre, int seed)
    {
        var middle = new Random(centre);
        var noise = new Random(seed + 1_000);
        var point = new float[Dimension];
        for (var i = 0; i < point.Length; i++)
        {
            point[i] = (float)(middle.NextDouble() - 0.5 + (0.6 * (noise.NextDouble() - 0.5)));
        }

        var length = MathF.Sqrt(point.Sum(static v => v * v));
        return Array.ConvertAll(point, v => v / length);
    }
}
