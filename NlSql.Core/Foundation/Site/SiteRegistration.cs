using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Site;

/// <summary>Registers <see cref="SiteKnowledge"/>, read once from SITE_FILE, its glossary and its format of numbers.</summary>
public static class SiteRegistration
{
    public static IServiceCollection AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiteOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SiteOptions>>().Value.SiteFile is { Length: > 0 } path
            ? SiteReader.Read(File.ReadAllText(path), [])
            : SiteKnowledge.Nothing);
        services.AddSingleton<SiteGlossary>();
        services.AddSingleton(provider => provider.GetRequiredService<SiteKnowledge>().Numbers);
        return services;
    }
}
