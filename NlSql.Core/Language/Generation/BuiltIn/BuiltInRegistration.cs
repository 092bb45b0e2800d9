using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>Registers the translator that needs no model.</summary>
public static class BuiltInRegistration
{
    public static IServiceCollection AddBuiltInTranslator(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<ISqlGenerator, BuiltInTranslator>(GeneratorNames.BuiltIn);
        return services;
    }
}
