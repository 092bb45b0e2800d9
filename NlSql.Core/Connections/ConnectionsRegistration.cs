using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Connections;

/// <summary>Registers this stage's services and settings.</summary>
public static class ConnectionsRegistration
{
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
