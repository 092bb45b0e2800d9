using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Analysis.Charts;
using NlSql.Core.Analysis.Narrative;

namespace NlSql.Core.Analysis;

/// <summary>Registers this stage's services and settings.</summary>
public static class AnalysisRegistration
{
    public static IServiceCollection AddAnalysis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IChartAdvisor, ChartAdvisor>();
        services.AddSingleton<BuiltInAnalyst>();
        services.AddSingleton<IResultAnalyst>(provider => provider.GetRequiredService<BuiltInAnalyst>());
        return services;
    }
}
