using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Settings;

/// <summary>Registers this stage's services and settings.</summary>
public static class SettingsRegistration
{
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
