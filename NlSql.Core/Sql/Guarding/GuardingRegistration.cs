using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Sql.Grammar;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Registers this stage's services and settings.</summary>
public static class GuardingRegistration
{
    public static IServiceCollection AddGuarding(this IServiceCollection services, IConfiguration configuration)
    {
        PostgresGrammar.KeepCompiledBelow(configuration["CACHE_PATH"] is { Length: > 0 } cache ? cache : new StorageOptions().CachePath);
        services.TryAddSingleton<ISqlGuard>(_ => new RecentVerdicts(new SqlGuard()));
        services.TryAddSingleton<ISqlFormatter, SqlFormatter>();
        return services;
    }
}
