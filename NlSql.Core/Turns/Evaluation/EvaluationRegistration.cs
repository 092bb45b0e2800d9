using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Evaluation.Batch;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>Registers this stage's services and settings.</summary>
public static class EvaluationRegistration
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddSingleton<EvalRun>();
        services.AddSingleton<SqlBatch>();
        services.AddSingleton<SearchBatch>();
        services.AddSingleton<GuardBatch>();
        return services;
    }
}
