using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Guarding;

/// <summary>Registers this stage's services and settings.</summary>
public static class GuardingRegistration
{
    public static IServiceCollection AddGuarding(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
