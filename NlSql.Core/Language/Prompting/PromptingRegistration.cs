using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Prompting;

/// <summary>Registers this stage's services and settings.</summary>
public static class PromptingRegistration
{
    public static IServiceCollection AddPrompting(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISqlFormatter, SqlFormatter>();
        services.TryAddSingleton(SiteKnowledge.Nothing);
        services.TryAddSingleton<SiteGlossary>();
        services.AddOptions<PromptingOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PromptingOptions>, PromptingOptionsRules>();
        services.AddSingleton<PromptTemplates>();
        services.AddSingleton<TranslationPrompt>();
        services.AddSingleton<RepairPrompt>();
        services.AddSingleton<AnalysisPrompt>();
        return services;
    }
}
