using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NlSql.Core.Retrieval.Batch;
using NlSql.Core.Retrieval.Embedding;

namespace NlSql.Core.Retrieval;

/// <summary>Registers this stage's services and settings.</summary>
public static class RetrievalRegistration
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetrievalOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static _ => StaticEmbedder.Read(StaticEmbedder.DefaultFolder));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(static provider => provider.GetRequiredService<StaticEmbedder>());
        services.AddSingleton<ISchemaIndexFactory, SchemaIndexFactory>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SearchBatch>();
        return services;
    }
}
