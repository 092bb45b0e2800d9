using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Registers this stage's services and settings.</summary>
public static class GuardingRegistration
{
    public static IServiceCollection AddGuarding(this IServiceCollection services)
    {
        services.TryAddSingleton<ISqlGuard, SqlGuard>();
        services.TryAddSingleton<ISqlFormatter, SqlFormatter>();
        return services;
    }
}
