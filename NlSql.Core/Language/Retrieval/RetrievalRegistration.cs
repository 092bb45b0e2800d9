using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.LocalModel;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Registers this stage's services and settings.</summary>
public static class RetrievalRegistration
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(SiteGlossary.Empty);
        services.AddOptions<RetrievalOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddCaching(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ModelTransport>();
        services.AddSingleton(static _ => StaticEmbedder.Read(StaticEmbedder.DefaultFolder));
        services.AddLocalModels(configuration);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(static provider =>
            provider.GetRequiredService<LocalModels>() is { Embeddings: { } own, CanRun: true } local
                ? new EndpointEmbedder(
                    local.ToEmbeddings, LocalModelServer.Address, own.Plan.File.Identity, null, provider.GetRequiredService<TimeProvider>())
            : provider.GetRequiredService<IOptions<RetrievalOptions>>().Value is { EmbeddingModelName: { Length: > 0 } model } options
                && options.BaseAddress() is { } address
                ? new EndpointEmbedder(
                    provider.GetRequiredService<ModelTransport>(), address, model, options.EmbeddingApiKey, provider.GetRequiredService<TimeProvider>())
                : provider.GetRequiredService<StaticEmbedder>());
        services.AddSingleton(static provider => KnowledgeOf(provider.GetRequiredService<StaticEmbedder>(), provider.GetRequiredService<SiteGlossary>()));
        services.AddSingleton<VectorStore>();
        services.AddSingleton<ISchemaIndexFactory, SchemaIndexFactory>();
        return services;
    }

    private static WordKnowledge KnowledgeOf(StaticEmbedder embedder, SiteGlossary glossary) => new(new WordSegmenter(embedder.Vocabulary), embedder, glossary);
}
