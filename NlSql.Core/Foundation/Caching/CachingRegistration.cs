using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Caching;

/// <summary>Registers the settings that several stages share.</summary>
public static class CachingRegistration
{
    /// <summary>Does nothing the second time: each stage that keeps something calls it.</summary>
    public static IServiceCollection AddCaching(this IServiceCollection services, IConfiguration configuration)
    {
        if (!services.Any(static service => service.ServiceType == typeof(IConfigureOptions<CacheOptions>)))
        {
            services.AddOptions<CacheOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        }

        return services;
    }
}
