using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NlSql.Core.Native;

namespace NlSql.Core.Language.LocalModel;

/// <summary>Registers the models on this machine; a process starts with the first use of one and stops with the container.</summary>
internal static class LocalModelRegistration
{
    public static IServiceCollection AddLocalModels(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(static service => service.ServiceType == typeof(LocalModels)))
        {
            return services;
        }

        services.AddOptions<LocalModelOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalModelOptions>, LocalModelRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(NativeLocations.Current);
        services.AddSingleton<LocalModels>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<LocalModels>());
        return services;
    }
}
