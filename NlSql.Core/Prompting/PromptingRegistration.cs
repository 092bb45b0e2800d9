using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Prompting;

/// <summary>Registers this stage's services and settings.</summary>
public static class PromptingRegistration
{
    public static IServiceCollection AddPrompting(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
