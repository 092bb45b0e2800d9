using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Retrieval;

public sealed class RetrievalOptionsTests
{
    [Theory]
    [InlineData("FAISS_INDEX_TYPE", "lsh", "FAISS_INDEX_TYPE")]
    [InlineData("EMBEDDING_API_URL", "ftp://x", "EMBEDDING_API_URL")]
    [InlineData("EMBEDDING_API_URL", "http://127.0.0.1:1/v1", "EMBEDDING_MODEL_NAME")]
    public void Value_FaultySetting_NamesTheKey(string key, string value, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Options(key, value));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_IndexTypeInCapitals_IsTaken() => Assert.Equal("HNSW", Options("FAISS_INDEX_TYPE", "HNSW").IndexType);

    private static RetrievalOptions Options(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
        using var provider = new ServiceCollection().AddLogging().AddRetrieval(configuration).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<RetrievalOptions>>().Value;
    }
}
