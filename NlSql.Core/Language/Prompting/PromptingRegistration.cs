using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Language.Prompting;

/// <summary>Registers this stage's services and settings.</summary>
public static class PromptingRegistration
{
    public static IServiceCollection AddPrompting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PromptingOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PromptingOptions>, PromptingOptionsRules>();
        services.AddSingleton<PromptTemplates>();
        return services;
    }
}
