using System.Buffers.Binary;
using System.Text;
using NlSql.Core.Language.Retrieval.Embedding;

namespace NlSql.Tests.Unit.Language.Retrieval.Embedding;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void Get_ValidTensor_GivesItsBytes()
    {
        var file = SafetensorsFile.Parse(Bytes("""{"__metadata__":{"a":"b"},"x":{"dtype":"I8","shape":[2,2],"data_offsets":[1,5]}}""", [9, 1, 2, 3, 4]));

        Assert.Equal([1, 2, 3, 4], file.Get("x", "I8", 1, 2, -1).ToArray());
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"I8","shape":[4],"data_offsets":[0,400]}}""")]
    [InlineData("""{"x":{"dtype":"I8","shape":[4],"data_offsets":[-1,3]}}""")]
    [InlineData("""{"x":{"dtype":"I8","shape":[4],"data_offsets":[4,0]}}""")]
    [InlineData("""{"x":{"dtype":"I8","shape":[4]}}""")]
    [InlineData("""{"x":""")]
    [InlineData("[]")]
    public void Parse_InvalidHeader_Throws(string header) => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(Bytes(header, new byte[8])));

    [Fact]
    public void Parse_HeaderLongerThanTheFile_Throws()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(bytes));
    }

    [Theory]
    [InlineData("I8", 1, 5)]
    [InlineData("F32", 4, 4)]
    public void Get_OtherShapeOrType_Throws(string dtype, int elementBytes, long length)
    {
        var file = SafetensorsFile.Parse(Bytes("""{"x":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}""", new byte[4]));

        Assert.Throws<InvalidDataException>(() => file.Get("x", dtype, elementBytes, length));
    }

    [Fact]
    public void Get_ShapeThatDoesNotFillItsBytes_Throws()
    {
        var file = SafetensorsFile.Parse(Bytes("""{"x":{"dtype":"I8","shape":[3],"data_offsets":[0,4]}}""", new byte[4]));

        Assert.Throws<InvalidDataException>(() => file.Get("x", "I8", 1, -1));
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }
}
