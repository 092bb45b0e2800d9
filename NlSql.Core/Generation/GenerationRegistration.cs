using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Generation;

/// <summary>Registers this stage's services and settings.</summary>
public static class GenerationRegistration
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
