using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.DemoDatabase;

/// <summary>Registers this stage's services and settings.</summary>
public static class DemoDatabaseRegistration
{
    public static IServiceCollection AddDemoDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
