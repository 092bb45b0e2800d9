using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval.Batch;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Retrieval.Storage;

namespace NlSql.Core.Language.Retrieval;

/// <summary>Registers this stage's services and settings.</summary>
public static class RetrievalRegistration
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(SiteGlossary.Empty);
        services.AddOptions<RetrievalOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static _ => StaticEmbedder.Read(StaticEmbedder.DefaultFolder));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(static provider =>
            provider.GetRequiredService<IOptions<RetrievalOptions>>().Value is { EmbeddingApiUrl.Length: > 0, EmbeddingModelName.Length: > 0 } options
                ? new EndpointEmbedder(new Uri(options.EmbeddingApiUrl), options.EmbeddingModelName, options.EmbeddingApiKey)
                : provider.GetRequiredService<StaticEmbedder>());
        services.AddSingleton<VectorStore>();
        services.AddSingleton<ISchemaIndexFactory, SchemaIndexFactory>();
        services.AddSingleton<SearchBatch>();
        return services;
    }
}
