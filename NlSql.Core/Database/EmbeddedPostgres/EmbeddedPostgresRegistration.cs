using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NlSql.Core.Foundation.Settings.Wiping;
using NlSql.Core.Native;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>Registers the embedded server; it starts with its first use and stops with the container.</summary>
public static class EmbeddedPostgresRegistration
{
    public static IServiceCollection AddEmbeddedPostgres(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(NativeLocations.Current);
        services.AddSingleton<IEmbeddedServer>(provider =>
        {
            // What is made first is disposed last: the server has stopped before its folder is wiped.
            provider.GetRequiredService<WipeOnExit>();
            return ActivatorUtilities.CreateInstance<EmbeddedServer>(provider);
        });
        return services;
    }
}
