using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace NlSql.Tests.Unit.Language.Retrieval.Embedding;

public sealed class StaticEmbedderTests
{
    public static TheoryData<string> References =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Unit", "Language", "Retrieval", "Embedding", "reference.jsonl"))];

    [Theory]
    [MemberData(nameof(References))]
    public void Encode_ReferenceText_GivesItsIds(string line)
    {
        using var reference = JsonDocument.Parse(line);
        var ids = reference.RootElement.GetProperty("ids").EnumerateArray().Select(static e => e.GetInt32());

        Assert.Equal(ids, RetrievalParts.Embedder.Encode(reference.RootElement.GetProperty("text").GetString()!));
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Embed_ReferenceText_PointsTheSameWay(string line)
    {
        using var reference = JsonDocument.Parse(line);
        float[] expected = [.. reference.RootElement.GetProperty("vector").EnumerateArray().Select(static e => e.GetSingle())];
        var vector = RetrievalParts.Embedder.Embed(reference.RootElement.GetProperty("text").GetString()!);

        if (expected.All(static v => v == 0))
        {
            Assert.All(vector, static v => Assert.Equal(0, v));
        }
        else
        {
            Assert.True(TensorPrimitives.CosineSimilarity<float>(expected, vector) > 0.9999f);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\n")]
    public void Embed_NoPieces_GivesTheZeroVector(string text) => Assert.All(RetrievalParts.Embedder.Embed(text), static v => Assert.Equal(0, v));

    [Fact]
    public void Embed_LoneSurrogate_GivesAFiniteVector() =>
        Assert.True(TensorPrimitives.IsFiniteAll<float>(RetrievalParts.Embedder.Embed("price \ud83d of \udca9 tea")));

    [Fact]
    public void Encode_LongText_TakesTheFirst512Pieces() =>
        Assert.Equal(512, RetrievalParts.Embedder.Encode(string.Concat(Enumerable.Repeat("order ", 600))).Count);

    [Fact]
    public void Embed_RelatedWords_AreNearerThanUnrelatedOnes()
    {
        var embedder = RetrievalParts.Embedder;
        var client = embedder.Embed("client");

        Assert.True(TensorPrimitives.Dot<float>(client, embedder.Embed("customer")) > TensorPrimitives.Dot<float>(client, embedder.Embed("volcano")));
    }

    [Fact]
    public async Task GenerateAsync_SeveralTexts_KeepsTheirOrder()
    {
        var both = await RetrievalParts.Embedder.GenerateAsync(["customer", "order"]);

        Assert.Equal(RetrievalParts.Embedder.Embed("order"), both[1].Vector.ToArray());
        Assert.StartsWith("built-in-", RetrievalParts.Embedder.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId, StringComparison.Ordinal);
    }
}
