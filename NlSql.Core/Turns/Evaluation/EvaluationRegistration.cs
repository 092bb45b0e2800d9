using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>Registers this stage's services and settings.</summary>
public static class EvaluationRegistration
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddSingleton<EvalRun>();
        return services;
    }
}
