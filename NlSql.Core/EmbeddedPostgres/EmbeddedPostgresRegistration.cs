using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.EmbeddedPostgres;

/// <summary>Registers this stage's services and settings.</summary>
public static class EmbeddedPostgresRegistration
{
    public static IServiceCollection AddEmbeddedPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
