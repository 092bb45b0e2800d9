using System.Numerics.Tensors;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Tests.Unit.Language.Retrieval.Vectors;

public sealed class QuantizedVectorsTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(7)]
    public void Dot_AnyDimension_IsThatOfTheDecodedVector(int dimension)
    {
        var random = new Random(1);
        var vectors = new QuantizedVectors(3, dimension);
        var original = new float[dimension];
        for (var row = 0; row < 3; row++)
        {
            Fill(random, original);
            vectors.Set(row, original);
        }

        var query = new float[dimension];
        Fill(random, query);
        var expected = TensorPrimitives.Dot<float>(query, vectors.Decode(2, 1));

        Assert.Equal(expected, vectors.Dot(query, 2), 3);
        Assert.True(TensorPrimitives.CosineSimilarity<float>(original, vectors.Decode(2, 1)) > 0.999f);
    }

    [Fact]
    public void Set_ZeroVector_StaysZero()
    {
        var vectors = new QuantizedVectors(1, 4);
        vectors.Set(0, new float[4]);

        Assert.Equal(new float[4], vectors.Decode(0, 1));
    }

    [Fact]
    public void Search_Exact_GivesTheBestInOrder()
    {
        var vectors = new QuantizedVectors(3, 2);
        vectors.Set(0, [0.1f, 0]);
        vectors.Set(1, [1, 0]);
        vectors.Set(2, [0.5f, 0]);
        using var index = new ExactVectorIndex(vectors);
        var rows = new int[2];

        Assert.Equal(2, index.Search([1, 0], rows, new float[2]));
        Assert.Equal([1, 2], rows);
    }

    private static void Fill(Random random, float[] vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(random.NextDouble() - 0.5);
        }
    }
}
