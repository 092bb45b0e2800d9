using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Pipeline;

/// <summary>Registers this stage's services and settings.</summary>
public static class PipelineRegistration
{
    public static IServiceCollection AddPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
