using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Evaluation.Coverage;
using NlSql.Core.Turns.Evaluation.Linting;
using NlSql.Core.Turns.Evaluation.Reports;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>Registers this stage's services and settings.</summary>
public static class EvaluationRegistration
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddSingleton<EvalRun>();
        services.AddSingleton(provider => new EvalFacts(
            provider.GetRequiredService<ConfiguredModel>(),
            provider.GetRequiredService<PromptTemplates>(),
            provider.GetRequiredService<PresentGenerationSettings>()));
        services.AddSingleton<LintSurvey>();
        services.AddSingleton<SqlBatch>();
        services.AddSingleton<SearchBatch>();
        services.AddSingleton<GuardBatch>();
        services.AddSingleton(provider => new PromptCoverage(
            provider.GetRequiredService<IAnalyticsDatabases>(),
            provider.GetRequiredService<ISchemaIndexFactory>(),
            provider.GetRequiredService<TranslationPrompt>(),
            provider.GetRequiredService<ISqlGuard>()));
        return services;
    }
}
