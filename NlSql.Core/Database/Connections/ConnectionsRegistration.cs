using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Database.Connections;

/// <summary>Registers the way to the database and its settings.</summary>
public static class ConnectionsRegistration
{
    public static IServiceCollection AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.AddOptions<DatabaseOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddSingleton<IDataSourceFactory, DataSourceFactory>();
        services.AddSingleton<IRoleCheck, RoleCheck>();
        return services;
    }
}
