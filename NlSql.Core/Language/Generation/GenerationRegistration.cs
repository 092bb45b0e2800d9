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
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Registers this stage's services and settings. The one <see cref="ISqlGenerator"/> that callers inject is, outermost first: the cache,
/// the order (model, then built-in, unless the model is small or GENERATOR_ORDER says otherwise), the generators. The built-in translator registers itself
/// under the key <see cref="GeneratorNames.BuiltIn"/>.
/// </summary>
public static class GenerationRegistration
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.TryAddSingleton<SiteGlossary>();
        services.AddOptions<GenerationOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<GenerationOptions>, OrderBySize>();
        services.AddCaching(configuration);
        services.AddChat(configuration);
        services.AddSingleton<ModelTrial>();
        services.AddSingleton<PresentGenerationSettings>();
        services.AddSingleton<PromptTables>();
        services.AddSingleton<TranslationPrompt>();
        services.AddSingleton<RepairPrompt>();
        services.AddBuiltInTranslator(configuration);
        services.AddKeyedSingleton<ISqlGenerator>(GeneratorChoice.Model, (provider, _) => OfModel(provider)!);
        services.AddSingleton<GeneratorChoice>();
        services.AddSingleton(InOrder);
        return services;
    }

    /// <summary>Null where no model is configured.</summary>
    private static ISqlGenerator? OfModel(IServiceProvider services)
    {
        var model = services.GetRequiredService<ConfiguredModel>();
        if (model is not { Endpoint: { } endpoint, Client: { } client })
        {
            return null;
        }

        var options = services.GetRequiredService<IOptions<ModelOptions>>();
        var single = new ChatSqlGenerator(
            model,
            endpoint,
            client,
            services.GetRequiredService<TranslationPrompt>(),
            services.GetRequiredService<RepairPrompt>(),
            services.GetService<WordKnowledge>() ?? WordKnowledge.Plain,
            options);
        var translator = options.Value.TranslatorVotes ? services.GetRequiredKeyedService<ISqlGenerator>(GeneratorNames.BuiltIn) : null;
        return options.Value.Votes == 0 ? single : new VotingSqlGenerator(single, options.Value.Votes, translator);
    }

    private static ISqlGenerator InOrder(IServiceProvider services)
    {
        List<ISqlGenerator> generators = [.. new[] { services.GetKeyedService<ISqlGenerator>(GeneratorChoice.Model) }.OfType<ISqlGenerator>()];
        var builtIn = services.GetRequiredKeyedService<ISqlGenerator>(GeneratorNames.BuiltIn);
        generators.Add(builtIn);
        var options = services.GetRequiredService<IOptions<GenerationOptions>>().Value;
        ISqlGenerator inOrder = new FallbackSqlGenerator(
            generators, services.GetRequiredService<ConfiguredModel>().Note, services.GetRequiredService<ILogger<FallbackSqlGenerator>>());
        if (options.Order == GeneratorNames.BuiltIn && generators.Count > 1)
        {
            inOrder = new BuiltInFirstGenerator(builtIn, inOrder);
        }

        var capacity = services.GetRequiredService<IOptions<CacheOptions>>().Value.Size;
        return capacity == 0 ? inOrder : new CachingSqlGenerator(inOrder, capacity, services.GetRequiredService<SessionClock>());
    }
}
