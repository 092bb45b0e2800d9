using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Tests.Unit.Language.Retrieval.Vectors;

public sealed class VectorIndexKindTests
{
    [Theory]
    [InlineData("auto", 20_000, "flat")]
    [InlineData("auto", 20_001, "hnsw")]
    [InlineData("FLAT", 50_000, "flat")]
    [InlineData("sq8", 10, "sq8")]
    [InlineData("ivfpq", 9_999, "flat")]
    [InlineData("ivfpq", 10_000, "ivfpq")]
    public void Of_SettingAndSize_Chooses(string setting, int vectors, string expected) =>
        Assert.Equal(expected, VectorIndexKind.Of(setting, vectors, 256).Name);
}
