using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings.Wiping;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Registers this stage's services and settings.</summary>
public static class SettingsRegistration
{
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton(provider => new SettingsInspector(services, provider, configuration));
        services.AddSingleton<WipeOnExit>();
        services.AddSingleton(provider =>
        {
            // Wiping what a killed process left comes before anything is opened, and on the way out it comes last.
            provider.GetRequiredService<WipeOnExit>();
            return ActivatorUtilities.CreateInstance<StorageFolders>(provider);
        });
        return services;
    }
}
