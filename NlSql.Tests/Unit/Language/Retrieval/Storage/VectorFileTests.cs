using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Tests.Unit.Language.Retrieval.Storage;

public sealed class VectorFileTests
{
    [Fact]
    public void Read_WrittenFile_GivesTheSame()
    {
        var vectors = new QuantizedVectors(2, 3);
        vectors.Set(0, [1, 0, -1]);
        vectors.Set(1, [0.5f, 0.25f, 0]);

        var read = VectorFile.Read(VectorFile.Write(vectors, [UInt128.MaxValue, 7]));

        Assert.Equal(vectors.Codes, read.Vectors.Codes);
        Assert.Equal(vectors.Scales, read.Vectors.Scales);
        Assert.Equal([UInt128.MaxValue, 7], read.Hashes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    public void Read_TruncatedFile_Throws(int length)
    {
        var bytes = VectorFile.Write(new QuantizedVectors(1, 3), [1]);

        Assert.Throws<InvalidDataException>(() => VectorFile.Read(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Read_CountThatOverflows_Throws()
    {
        var bytes = VectorFile.Write(new QuantizedVectors(1, 3), [1]);
        bytes.AsSpan(4, 8).Fill(0x7f);

        Assert.Throws<InvalidDataException>(() => VectorFile.Read(bytes));
    }

    [Fact]
    public void Read_ScaleThatIsNoNumber_Throws()
    {
        var bytes = VectorFile.Write(new QuantizedVectors(1, 3), [1]);
        bytes.AsSpan(32, 4).Fill(0xff);

        Assert.Throws<InvalidDataException>(() => VectorFile.Read(bytes));
    }
}
