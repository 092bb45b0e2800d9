using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Site;

/// <summary>Registers this stage's services and settings.</summary>
public static class SiteRegistration
{
    public static IServiceCollection AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
