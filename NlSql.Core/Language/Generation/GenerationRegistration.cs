using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Registers this stage's services and settings. The one <see cref="ISqlGenerator"/> that callers inject is, outermost first: the cache,
/// the order (model, then built-in, unless GENERATOR_ORDER says otherwise), the generators. The built-in translator registers itself under the
/// key <see cref="GeneratorNames.BuiltIn"/>.
/// </summary>
public static class GenerationRegistration
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.TryAddSingleton<SiteGlossary>();
        services.AddOptions<GenerationOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddCaching(configuration);
        services.AddChat(configuration);
        services.AddSingleton<ModelTrial>();
        services.AddSingleton<PromptTables>();
        services.AddSingleton<TranslationPrompt>();
        services.AddSingleton<RepairPrompt>();
        services.AddBuiltInTranslator(configuration);
        services.AddSingleton(InOrder);
        return services;
    }

    private static ISqlGenerator InOrder(IServiceProvider services)
    {
        var model = services.GetRequiredService<ConfiguredModel>();
        List<ISqlGenerator> generators = [];
        if (model is { Endpoint: { } endpoint, Client: { } client })
        {
            generators.Add(new ChatSqlGenerator(
                model,
                endpoint,
                client,
                services.GetRequiredService<TranslationPrompt>(),
                services.GetRequiredService<RepairPrompt>(),
                services.GetService<WordKnowledge>() ?? WordKnowledge.Plain,
                services.GetRequiredService<IOptions<ModelOptions>>()));
        }

        var builtIn = services.GetRequiredKeyedService<ISqlGenerator>(GeneratorNames.BuiltIn);
        generators.Add(builtIn);
        var options = services.GetRequiredService<IOptions<GenerationOptions>>().Value;
        ISqlGenerator inOrder = new FallbackSqlGenerator(generators, model.Note, services.GetRequiredService<ILogger<FallbackSqlGenerator>>());
        if (options.Order == GeneratorNames.BuiltIn && generators.Count > 1)
        {
            inOrder = new BuiltInFirstGenerator(builtIn, inOrder);
        }

        var capacity = services.GetRequiredService<IOptions<CacheOptions>>().Value.Size;
        return capacity == 0 ? inOrder : new CachingSqlGenerator(inOrder, capacity, services.GetRequiredService<SessionClock>());
    }
}
