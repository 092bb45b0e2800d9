using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Analysis;

/// <summary>Registers this stage's services and settings.</summary>
public static class AnalysisRegistration
{
    public static IServiceCollection AddAnalysis(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
