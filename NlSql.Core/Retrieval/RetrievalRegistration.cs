using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Retrieval;

/// <summary>Registers this stage's services and settings.</summary>
public static class RetrievalRegistration
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
