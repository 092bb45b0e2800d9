using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>Registers the translator that needs no model.</summary>
public static class BuiltInRegistration
{
    public static IServiceCollection AddBuiltInTranslator(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.AddKeyedSingleton<ISqlGenerator, BuiltInTranslator>(GeneratorNames.BuiltIn);
        return services;
    }
}
