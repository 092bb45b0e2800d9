using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>Registers the translator that needs no model.</summary>
public static class BuiltInRegistration
{
    public static IServiceCollection AddBuiltInTranslator(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.AddKeyedSingleton<ISqlGenerator>(GeneratorNames.BuiltIn, static (provider, _) => new BuiltInTranslator(
            provider.GetRequiredService<SessionClock>(),
            provider.GetService<WordKnowledge>()
                ?? WordKnowledge.Plain with { Glossary = provider.GetService<SiteGlossary>() ?? SiteGlossary.Empty },
            provider.GetRequiredService<SiteKnowledge>().Facts));
        services.AddSingleton(static provider =>
            new CatalogFacts(provider.GetRequiredService<SiteKnowledge>(), provider.GetService<WordKnowledge>() ?? WordKnowledge.Plain));
        return services;
    }
}
