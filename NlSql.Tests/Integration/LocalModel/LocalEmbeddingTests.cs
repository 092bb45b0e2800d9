using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Retrieval;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Integration.LocalModel;

/// <summary>EMBEDDING_MODEL_PATH alone: vectors from a process on this machine.</summary>
public sealed class LocalEmbeddingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql vectors ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EmbeddingModelPath_Alone_GivesOneVectorATextAlwaysTheSame()
    {
        var path = Path.Combine(folder, "bert.gguf");
        TinyModel.Embeddings(path);

        var vectors = await EmbedAsync(path, ["orders by month", "customers", "orders by month", string.Empty, new string('x', 5_000)]);

        Assert.All(vectors, static vector => Assert.Equal(64, vector.Length));
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
    }

    [Fact]
    public async Task RealModel_KnowsWhatIsAlike()
    {
        var shared = Environment.GetEnvironmentVariable("NLSQL_SHARED");
        var path = Path.Combine(shared ?? string.Empty, "models", "all-minilm-l6-v2-q5_0.gguf");
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared) || !File.Exists(path),
            "Set NLSQL_SHARED to a folder with models/all-minilm-l6-v2-q5_0.gguf to run this.");

        var vectors = await EmbedAsync(path, ["how much do people earn", "salaries of employees", "arrival of ships in the harbour"]);

        Assert.True(Alike(vectors[0], vectors[1]) > Alike(vectors[0], vectors[2]) + 0.2);
    }

    private static float Alike(float[] one, float[] other) => System.Numerics.Tensors.TensorPrimitives.Dot<float>(one, other);

    private static async Task<List<float[]>> EmbedAsync(string path, string[] texts)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new KeyValuePair<string, string?>("EMBEDDING_MODEL_PATH", path)])
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddRetrieval(configuration).BuildServiceProvider();
        var embedder = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var embedded = await embedder.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        return [.. embedded.Select(static vector => vector.Vector.ToArray())];
    }
}
