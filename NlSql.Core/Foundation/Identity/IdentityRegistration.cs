using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NlSql.Core.Foundation.Identity;

/// <summary>Registers this stage's services and settings.</summary>
public static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<IAnalyst, LocalAnalyst>();
        services.TryAddSingleton<IIdentifiers, RandomIdentifiers>();
        return services;
    }
}
