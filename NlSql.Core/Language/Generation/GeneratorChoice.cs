using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Plain;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation;

/// <summary>Generators one by one, for measuring what each of them is worth.</summary>
public sealed class GeneratorChoice(IServiceProvider services)
{
    /// <summary>As questions are answered: in the order of GENERATOR_ORDER, with what takes over.</summary>
    public const string Usual = "usual";

    /// <summary>The model with NlSql's prompt, healing and repair; nothing takes over.</summary>
    public const string Model = "model";

    /// <summary>The model with a plain prompt and nothing else.</summary>
    public const string Plain = "plain";

    /// <summary>The same with its answers mended by the schema.</summary>
    public const string PlainMended = "plain-mended";

    /// <summary>Every name that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Usual, GeneratorNames.BuiltIn, Model, Plain, PlainMended];

    /// <summary>
    /// Throws <see cref="PipelineFailureException"/> (settings-invalid) where a model is asked for and none is configured, and
    /// <see cref="ArgumentException"/> for a name that is not among <see cref="Names"/>.
    /// </summary>
    public ISqlGenerator Named(string name) => name switch
    {
        Usual => services.GetRequiredService<ISqlGenerator>(),
        GeneratorNames.BuiltIn => services.GetRequiredKeyedService<ISqlGenerator>(GeneratorNames.BuiltIn),
        Model => services.GetKeyedService<ISqlGenerator>(Model) ?? throw NoModel(),
        Plain => OfModel(mends: false),
        PlainMended => OfModel(mends: true),
        _ => throw new ArgumentException($"There is no generator {name}.", nameof(name)),
    };

    private PlainSqlGenerator OfModel(bool mends) => services.GetRequiredService<ConfiguredModel>() is { Endpoint: { } endpoint, Client: { } client }
        ? new(endpoint, client, services.GetRequiredService<IOptions<ModelOptions>>().Value, services.GetService<WordKnowledge>() ?? WordKnowledge.Plain, mends)
        : throw NoModel();

    private static PipelineFailureException NoModel() => new(new(
        FailureParty.Caller,
        FailureTypes.SettingsInvalid,
        "No model is configured.",
        "Set MODEL_PATH, or LLM_API_URL and LLM_MODEL_NAME."));
}
